import { expect, test } from 'vitest';
import fc from 'fast-check';
import { evidenceSchema, statementSchema } from '#shared/agent/evidence.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { filterWords, regimeFilters } from './filter-words.ts';
import { findUngrounded } from './find-ungrounded.ts';
import { ruleStatements } from './rule-statements.ts';

const decision = sampleDecision({
  signal: { kind: 'enter', side: 'buy', reference: 2001.3, stop: 1990, target: 2023.9 },
  filters: [
    { filter: 'rvol', value: 1.8342, threshold: 1.2, passed: true },
    { filter: 'newsMinutes', value: null, threshold: 30, passed: true },
    { filter: 'breakoutUp', value: 2001.3, threshold: 1998.5, passed: true },
    { filter: 'regimeUp', value: 0, threshold: 0, passed: true },
    { filter: 'spreadAtr', value: 0.125, threshold: 0.1, passed: false },
  ],
});

test('says in English what the filters measured, those that failed first', () => {
  expect(ruleStatements(decision, 'en').statements.map(({ text }) => text)).toEqual([
    'The rules buy at 2001.3 on M15, stop 1990, target 2023.9.',
    'The spread: 0.13 ATR, more than 0.1 ATR.',
    'The close against the level of a breakout upwards: 2001.3, above 1998.5.',
    'Relative volume: 1.83, at least 1.2.',
    'The time to the nearest release of high impact: no data, which is allowed.',
    'The regime is a trend up.',
  ]);
});

test('says the same in Russian', () => {
  expect(ruleStatements(decision, 'ru').statements.map(({ text }) => text)).toEqual([
    'Правила покупают по 2001,3 на M15, стоп 1990, цель 2023,9.',
    'Спред: 0,13 ATR, больше 0,1 ATR.',
    'Закрытие против уровня пробоя вверх: 2001,3, выше 1998,5.',
    'Относительный объём: 1,83, не меньше 1,2.',
    'Время до ближайшей важной новости: нет данных, что допущено.',
    'Режим рынка — тренд вверх.',
  ]);
});

test('writes averages and distances as finely as the levels, and finer only where two numbers would look alike', () => {
  const signal = { kind: 'enter', side: 'sell', reference: 4025.1, stop: 4034.79, target: null };
  const filters = [
    { filter: 'trendDown', value: 4025.8867, threshold: 4026.0667, passed: true },
    { filter: 'stopDistance', value: 9.6894749, threshold: 2012.55, passed: true },
    { filter: 'emaDown', value: 4025.8867, threshold: 4025.8912, passed: true },
  ];
  expect(ruleStatements(sampleDecision({ signal, filters }), 'ru').statements.map(({ text }) => text)).toEqual([
    'Правила продают по 4025,1 на M15, стоп 4034,79, без цели.',
    'Быстрая SMA против медленной: 4025,89, ниже 4026,07.',
    'Быстрая EMA против медленной: 4025,8867, ниже 4025,8912.',
    'Расстояние до стопа: 9,69, ниже 2012,55.',
  ]);
});

const price = fc.double({ min: 1e-4, max: 1e5, noNaN: true });
const anySignal = fc.oneof(
  fc.constant({ kind: 'none' }),
  fc.record({
    kind: fc.constant('enter'),
    side: fc.constantFrom('buy', 'sell'),
    reference: price,
    stop: price,
    target: fc.option(price),
  }),
  fc.record({
    kind: fc.constant('exit'),
    side: fc.constantFrom('buy', 'sell'),
    reference: price,
    reason: fc.constant('weekend'),
  }),
  fc.record({
    kind: fc.constant('moveStop'),
    side: fc.constant('buy'),
    reference: price,
    stop: price,
    reason: fc.constant('breakEven'),
  }),
  fc.record({
    ...{
      kind: fc.constant('closePart'),
      side: fc.constant('sell'),
      reference: price,
      reason: fc.constant('partialTarget'),
    },
    ratio: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  }),
);
const anyNumber = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }));
const anyFilter = fc.record({
  filter: fc.constantFrom(...Object.keys(filterWords), ...regimeFilters, 'donchianBreak', 'sma200Slope'),
  ...{ value: anyNumber, threshold: anyNumber, passed: fc.boolean() },
});

test('says nothing, of whatever decision, that is not grounded in it', () => {
  fc.assert(
    fc.property(
      anySignal,
      fc.uniqueArray(anyFilter, { maxLength: 20, selector: ({ filter }) => filter }),
      (signal, filters) => {
        for (const language of ['en', 'ru'] as const) {
          const { statements, evidence } = ruleStatements(sampleDecision({ signal, filters }), language);
          expect(findUngrounded(statements, evidence)).toEqual([]);
          expect(statementSchema.array().max(12).parse(statements)).toEqual(statements);
          expect(evidenceSchema.array().parse(evidence)).toEqual(evidence);
        }
      },
    ),
  );
});
