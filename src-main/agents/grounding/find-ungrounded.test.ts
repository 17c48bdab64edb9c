import { expect, test } from 'vitest';
import fc from 'fast-check';
import { evidenceSchema, type Evidence, type Statement } from '#shared/agent/evidence.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { findUngrounded } from './find-ungrounded.ts';
import { writtenFigure } from './written-figure.ts';

const evidence = (evidenceId: string, value: Evidence['value'], unit = '', label = 'a value'): Evidence =>
  evidenceSchema.parse({
    ...{ evidenceId, source: 'feature', label, value, unit },
    ...{ asOfUtcMs: sampleStartUtcMs, recordId: null },
  });

const shown = [
  evidence('feature:rvol', 1.8342),
  evidence('similar:winShare', 0.553, 'ratio'),
  evidence('similar:meanR', -0.42, 'R'),
  evidence('account:equity', 1234.5, 'USD'),
  evidence('calendar:1/name', 'CPI of 99 at 3.1 %'),
  evidence('session:isOpen', true),
  evidence('feature:none', null),
  evidence('feature:h4return12', 0.004),
  evidence('instrument:symbol', 'US500.cash', 'symbol'),
  evidence('feature:M15/donchianHigh(20)', 2010.5, 'price', 'donchianHigh(20) on M15'),
];

const ungrounded = (text: string, ...cited: readonly (readonly [string, number])[]): readonly string[] => {
  const citations = cited.map(([evidenceId, value]) => ({ evidenceId, value }));
  return findUngrounded([{ text, citations }], shown).map(({ number }) => number);
};

const rvol = ['feature:rvol', 1.83] as const;
const winShare = ['similar:winShare', 0.553] as const;
const equity = ['account:equity', 1234.5] as const;

test.each([
  ['RVOL is 1.83', rvol],
  ['RVOL is 1.8', rvol],
  ['RVOL составляет 1,834', rvol],
  ['Of such situations 55 % won', winShare],
  ['выиграло 55,3 % из них', winShare],
  ['a share of 0.55', winShare],
  ['mean −0.42R', ['similar:meanR', -0.42]],
  ['mean -0.4 R', ['similar:meanR', -0.42]],
  ['в среднем –0,42R', ['similar:meanR', -0.42]],
  ['equity 1,234.5', equity],
  ['капитал 1 234,5', equity],
  ['капитал 1 234,50 USD', equity],
  ['equity 1.2345e3', equity],
  ['On M15 and H4 the EMA(20) is above EMA 50 and Donchian(55), see 2024-03-08 14:30 and 8 March 2024, UTC+3', rvol],
  ['Дончиан(55) на H1, 8 марта 2024, в 14:30, сценарии A/B', rvol],
  ['1. The market is open', ['session:isOpen', 1]],
  ['within a 95 % interval of the mean', rvol],
  ['US500 is open as well, US500.cash too', rvol],
  ['the high of 20 bars is 2010.5', ['feature:M15/donchianHigh(20)', 2010.5]],
  ['максимум 20 баров на 15-минутном графике', ['feature:M15/donchianHigh(20)', 2010.5]],
  ['no numbers at all', rvol],
] as const)('takes “%s” for what was shown', (text, cited) => {
  expect(ungrounded(text, cited)).toEqual([]);
});

test.each([
  ['RVOL is 1.9', ['1.9'], rvol],
  ['RVOL is 1.83 against 1.2', ['1.2'], rvol],
  ['RVOL is 183 %', ['183 %'], rvol],
  ['56 % of them won', ['56 %'], winShare],
  ['a mean of 0.42R', ['0.42'], ['similar:meanR', -0.42]],
  ['a loss of 0 R', ['0'], ['similar:meanR', -0.42]],
  ['капитал 1 236', ['1 236'], equity],
  ['RVOL99 is 1.83', ['99'], rvol],
  ['EMA 2345 is far', ['2345'], rvol],
  ['the share is ٩٩', ['٩٩'], winShare],
  ['the share is ９９ %', ['99 %'], winShare],
  ['in 2031 it doubles', ['2031'], rvol],
  ['the high of 20 bars', ['20'], rvol],
  ['20 % of them', ['20 %'], ['feature:M15/donchianHigh(20)', 2010.5]],
  ['minus −20 of them', ['−20'], ['feature:M15/donchianHigh(20)', 2010.5]],
] as const)('finds the number in “%s” that no record bears out', (text, numbers, cited) => {
  expect(ungrounded(text, cited)).toEqual(numbers);
});

test('tells a citation of another value, of nothing, of no number, or of words, with what was found', () => {
  const citations = [
    { evidenceId: 'feature:rvol', value: 2.5 },
    { evidenceId: 'feature:r–vol', value: 1.83 },
    { evidenceId: 'feature:none', value: 0 },
    { evidenceId: 'calendar:1/name', value: 99 },
  ];
  expect(findUngrounded([{ text: 'RVOL is 2.5 and 99', citations }], shown)).toEqual([
    { number: '2.5', evidenceId: 'feature:rvol', found: 1.8342 },
    { number: '1.83', evidenceId: 'feature:r–vol', found: null },
    { number: '0', evidenceId: 'feature:none', found: null },
    { number: '99', evidenceId: 'calendar:1/name', found: null },
  ]);
});

test('lets a number be cited in its own statement only', () => {
  const statements: Statement[] = [
    { text: 'RVOL is 1.83', citations: [{ evidenceId: 'feature:rvol', value: 1.83 }] },
    { text: 'RVOL is 1.83', citations: [] },
  ];
  expect(findUngrounded(statements, shown)).toEqual([{ number: '1.83', evidenceId: null, found: null }]);
});

test('knows every number in the spelling of both languages, and no other number for it', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(
      number,
      number,
      fc.constantFrom('en', 'ru'),
      fc.constantFrom('', 'price', 'minutes'),
      (value, other, language, unit) => {
        const one = evidence('feature:one', value);
        const said = (of: number): Statement => ({
          text: `it is ${writtenFigure(of, { unit, language })} now`,
          citations: [{ evidenceId: 'feature:one', value }],
        });
        expect(findUngrounded([said(value)], [one])).toEqual([]);
        fc.pre(Math.abs(other - value) > 1.1);
        expect(findUngrounded([said(other)], [one])).toHaveLength(1);
      },
    ),
  );
});

test('never throws, and never tells more than a verdict holds', () => {
  const anyStatement = fc.record({
    text: fc.string({ unit: 'binary', maxLength: 120 }),
    citations: fc.array(fc.record({ evidenceId: fc.string(), value: fc.double() }), { maxLength: 16 }),
  });
  fc.assert(
    fc.property(fc.array(anyStatement, { maxLength: 4 }), (statements) => {
      expect(findUngrounded(statements, shown).length).toBeLessThanOrEqual(32);
    }),
  );
});
