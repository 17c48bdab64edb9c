import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bar } from '#shared/market/bar.ts';
import { isLosingStop, isWinningTarget } from '#shared/trading/bracket.ts';
import { fillFeatures } from '#main/features/fill-columns.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleHeld } from './sample-held.suite.ts';
import { sampleEuro } from '#main/testkit/sample-instrument.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';
import type { BoundStrategy } from './bound-strategy.ts';
import {
  boundOf,
  decidedColumns,
  poisonedAfter,
  replay,
  type DecidedColumns,
  type ReplayedBar,
} from './decided-columns.suite.ts';
import { decisionCodes, type DecisionCode } from './decision-code.ts';
import type { FormField } from './form-fields.ts';
import { historyFilter, type Strategy } from './strategy.ts';
import { flatState, holdingSince, type StrategyState } from './strategy-state.ts';

const hourMs = 3_600_000;

/** Parameters as a form would send them. */
type Wish = Readonly<Record<string, string | number>>;

/** What every strategy keeps, whatever its rules are: a new one is held to all of it by being listed in strategies.ts. */
export function strategyContract(strategy: Strategy): void {
  describe(`strategy ${strategy.id}`, () => {
    test('is bound by its defaults, which are those that its form shows', () => {
      const shown = Object.fromEntries(strategy.fields.map((field) => [field.name, field.default]));
      expect(boundOf(strategy).parameters).toEqual(shown);
    });

    test('tells unit, range, step and meaning of each parameter, so that a form can be drawn', () => {
      for (const field of strategy.fields) {
        expect(field).toMatchObject({
          unit: expect.stringMatching(/\S/),
          meaning: expect.stringMatching(/^[A-Z].*\.$/),
        });
        if (field.kind === 'choice') expect(field.choices).toContain(field.default);
        else expect([field.min, field.default, field.max, field.max - field.min >= field.step]).toEqual(inOrder(field));
      }
      expect(strategy.fields.map(({ name }) => name)).toEqual(expect.arrayContaining(['timeframe', 'riskRatio']));
    });

    test('refuses what is out of range, naming the parameter, its value and its range', () => {
      for (const field of strategy.fields) {
        for (const value of outOfRange(field)) {
          const refused = strategy.bind({ [field.name]: value });
          const range = field.kind === 'choice' ? field.choices.join(', ') : `${field.min} to ${field.max}`;
          expect(refused, `${field.name} = ${value}`).toMatchObject({
            error: { code: 'PARAMETER_INVALID', facts: { parameter: field.name, value: JSON.stringify(value) } },
          });
          expect(refused).toMatchObject({ error: { message: expect.stringContaining(range) } });
        }
      }
      expect(strategy.bind({ noSuch: 1 })).toMatchObject({
        error: { code: 'PARAMETER_INVALID', facts: { parameter: 'noSuch' } },
      });
      expect(strategy.bind('fast')).toMatchObject({ error: { code: 'PARAMETER_INVALID' } });
    });

    const walked = walk(boundOf(strategy), { count: 4000, seed: 3 });
    const traded = [...replay(walked, sampleEuro)];

    test('finds trades of both sides on a market that trends up and down, and gives both back', () => {
      const codes = new Set(traded.map(({ code }) => code));
      expect(codes).toContain(decisionCodes.enterBuy);
      expect(codes).toContain(decisionCodes.enterSell);
      expect(
        [...codes].some((code) => code >= decisionCodes.exitOppositeChannel && code <= decisionCodes.exitRule),
      ).toBe(true);
    });

    test('explains what it decides: all filters pass exactly where it enters or holds', () => {
      const goes: readonly DecisionCode[] = [decisionCodes.enterBuy, decisionCodes.enterSell, decisionCodes.hold];
      const unlike = traded.filter(({ index, state, code }) => {
        const filters = walked.explain(index, state);
        const isKnown = filters.every(({ filter }) => strategy.filters.includes(filter));
        return !isKnown || filters.every(({ passed }) => passed) !== goes.includes(code);
      });
      expect(unlike).toEqual([]);
    });

    test('never enters while an unexpected hole lies in the bars that its numbers need', () => {
      const { contiguousBars } = walked.strategy;
      const holeAt = traded.findLast(({ code }) => code === decisionCodes.enterBuy)?.index ?? NaN;
      const holed = walk(boundOf(strategy), {
        ...{ count: holeAt + 1, seed: 3 },
        barsSinceHole: (index) => (index < holeAt ? index + 1 : contiguousBars - 1),
      });
      expect(walked.decide(holeAt, flatState)).toBe(decisionCodes.enterBuy);
      expect(holed.decide(holeAt, flatState)).toBe(decisionCodes.noData);
      expect(holed.explain(holeAt, flatState)[0]).toEqual({
        ...{ filter: historyFilter, value: contiguousBars - 1, threshold: contiguousBars, passed: false },
      });
    });

    test('reads nothing of what comes after the bar', () => {
      for (const { index, state, code } of everyFew(traded, 397)) {
        for (const poison of [NaN, 1e9]) {
          const poisoned = walked.strategy.over(poisonedAfter(walked, index, poison));
          expect(poisoned.decide(index, state)).toBe(code);
          expect(poisoned.explain(index, state)).toEqual(walked.explain(index, state));
          const decided = { code, state, instrument: sampleEuro };
          expect(poisoned.signal(index, decided)).toEqual(walked.signal(index, decided));
        }
      }
    });

    test('has no memory: in any order, and any number of times, a bar is decided alike', () => {
      const again = [...traded.toReversed(), ...everyFew(traded, 7)];
      expect(again.filter(({ index, state, code }) => walked.decide(index, state) !== code)).toEqual([]);
    });

    test('decides over columns that were filled at once as over those that grew bar by bar', () => {
      const { market } = walked;
      const filled = walked.strategy.over({ market, features: fillFeatures(market, walked.strategy.features) });
      expect(traded.filter(({ index, state, code }) => filled.decide(index, state) !== code)).toEqual([]);
    });

    test('decides after a restart that loads its look-back as if it had never stopped', () => {
      const { lookBackBars } = walked.strategy;
      const skipped = 300;
      const count = skipped + lookBackBars + 200;
      const whole = walk(boundOf(strategy), { count, seed: 8 });
      const restarted = walk(boundOf(strategy), { count, seed: 8, skipped });
      for (let index = skipped + lookBackBars; index < count; index++) {
        expect(restarted.decide(index - skipped, flatState)).toBe(whole.decide(index, flatState));
      }
    });

    test('makes prices that can be sent, whatever parameters in range it is given', () => {
      fc.assert(
        fc.property(wishes(strategy.fields), fc.nat(1000), (wish, seed) => {
          const bound = strategy.bind(wish);
          fc.pre(bound.ok);
          const columns = walk(bound.value, { count: 400, seed });
          for (let index = 0; index < 400; index += 3) expectSendable(columns, index);
        }),
        { numRuns: 8, seed: 1 },
      );
    });
  });
}

function expectSendable(columns: DecidedColumns, index: number): void {
  const instrument = sampleEuro;
  const enter = columns.signal(index, { code: columns.decide(index, flatState), state: flatState, instrument });
  if (enter.kind === 'enter') {
    expect(isLosingStop({ ...enter, from: enter.reference })).toBe(true);
    expect(isWinningTarget({ ...enter, from: enter.reference })).toBe(true);
  }
  for (const side of ['buy', 'sell'] as const) {
    const state = heldSince(columns, Math.max(0, index - 30), { index, side });
    const signal = columns.signal(index, { code: columns.decide(index, state), state, instrument });
    expect(signal.kind).not.toBe('enter');
    if (signal.kind !== 'moveStop') continue;
    expect(isLosingStop({ side, from: signal.reference, stop: signal.stop })).toBe(true);
    expect(side === 'buy' ? signal.stop > state.stop : signal.stop < state.stop).toBe(true);
  }
}

function heldSince(
  { market }: DecidedColumns,
  entryIndex: number,
  { index, side }: { readonly index: number; readonly side: 'buy' | 'sell' },
): Extract<StrategyState, { kind: 'holding' }> {
  const entryPrice = market.close.values[entryIndex] ?? NaN;
  const openedAtUtcMs = (market.openTimeUtcMs.values[entryIndex] ?? NaN) as never;
  const held = holdingSince(market, index, sampleHeld({ side, stop: null, openPrice: 1 as never, openedAtUtcMs }));
  const stop = entryPrice * (side === 'buy' ? 0.9995 : 1.0005);
  return { ...held, entryPrice, stop, stopAsSent: stop };
}

interface Walk {
  readonly count: number;
  readonly seed: number;
  readonly barsSinceHole?: (index: number) => number;
  /** Bars at the front that are left out. */
  readonly skipped?: number;
}

/** A market whose spread is mostly known and whose news come and go. */
function walk(bound: BoundStrategy, { count, seed, barsSinceHole, skipped = 0 }: Walk): DecidedColumns {
  const { timeframe } = bound.parameters;
  const bars: readonly Bar[] = sampleBars({ count, seed, timeframe, instrument: sampleEuro });
  const random = seededRandom(seed);
  const facts = bars.map(() => ({
    spread: random() < 0.1 ? NaN : random() * 0.0004,
    newsDistanceMs: random() < 0.3 ? NaN : random() * 12 * hourMs,
  }));
  return decidedColumns(bound, bars.slice(skipped), (index) => ({
    ...facts[index + skipped],
    ...(barsSinceHole !== undefined && { barsSinceHole: barsSinceHole(index) }),
  }));
}

const everyFew = (bars: readonly ReplayedBar[], step: number): readonly ReplayedBar[] =>
  bars.filter((_, index) => index % step === 0);

const inOrder = ({ min, max, default: usual }: Extract<FormField, { kind: 'number' }>) => [
  min,
  Math.min(Math.max(usual, min), max),
  max,
  true,
];

const outOfRange = (field: FormField): readonly (string | number)[] =>
  field.kind === 'choice'
    ? ['none of them', 7]
    : [field.min - field.step, field.max + field.step, 'many', ...(field.isWhole ? [field.min + 0.5] : [])];

const wishes = (fields: readonly FormField[]): fc.Arbitrary<Wish> =>
  fc.record(Object.fromEntries(fields.map((field) => [field.name, anyOf(field)])));

/** Lengths stay short, so that a walk has defined numbers. */
function anyOf(field: FormField): fc.Arbitrary<string | number> {
  if (field.kind === 'choice') return fc.constantFrom(...field.choices);
  const { min, max, unit, isWhole } = field;
  if (!isWhole) return fc.double({ min, max, noNaN: true });
  return fc.integer({ min, max: unit === 'bars' || unit === 'days' ? Math.min(max, 40) : max });
}
