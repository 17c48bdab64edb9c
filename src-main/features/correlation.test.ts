import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correlationAt, dailyCorrelations, type DailyCloses } from './correlation.ts';

const dayMs = 86_400_000;

const daysOf = (closes: readonly (readonly [day: number, close: number])[]): DailyCloses => ({
  openTimeUtcMs: Float64Array.from(closes, ([day]) => day * dayMs),
  closeTimeUtcMs: Float64Array.from(closes, ([day]) => (day + 1) * dayMs),
  close: Float64Array.from(closes, ([, close]) => close),
});

/** Closes whose log returns are these, one a day from day 0 on. */
function ofReturns(returns: readonly number[]): DailyCloses {
  let close = 100;
  return daysOf([[0, close], ...returns.map((it, index) => [index + 1, (close *= Math.exp(it))] as const)]);
}

const window = { returnsMax: 4, returnsMin: 3 };

test('equals the textbook: r = 0.8 for 1 2 3 4 against 1 3 2 4', () => {
  // Means 2.5 and 2.5; deviations −1.5 −0.5 0.5 1.5 and −1.5 0.5 −0.5 1.5: Σxy = 4, Σx² = Σy² = 5.
  const percent = (returns: readonly number[]) => ofReturns(returns.map((it) => it / 100));
  const { fromUtcMs, correlation } = dailyCorrelations(percent([1, 2, 3, 4]), percent([1, 3, 2, 4]), window);
  expect([...correlation.slice(0, 3)]).toEqual([NaN, NaN, NaN]);
  // 1 2 3 against 1 3 2: Σxy = 1, Σx² = Σy² = 2.
  expect(correlation[3]).toBeCloseTo(0.5, 12);
  expect(correlation[4]).toBeCloseTo(0.8, 12);
  expect([...fromUtcMs]).toEqual([1, 2, 3, 4, 5].map((day) => day * dayMs));
});

test('forgets what is older than the window', () => {
  const one = ofReturns([0.5, 0.01, 0.02, 0.03, 0.04]);
  const other = ofReturns([-0.5, 0.01, 0.02, 0.03, 0.04]);
  const { correlation } = dailyCorrelations(one, other, window);
  expect(correlation[4]).toBeLessThan(0);
  expect(correlation[5]).toBeCloseTo(1, 12);
});

test('a day that one symbol missed is taken over by both', () => {
  const one = daysOf([
    [0, 100],
    [1, 101],
    [2, 99],
    [3, 102],
    [4, 104],
  ]);
  const other = daysOf([
    [0, 50],
    [1, 50.5],
    [3, 51],
    [4, 52],
  ]);
  const both = daysOf([
    [0, 100],
    [1, 101],
    [3, 102],
    [4, 104],
  ]);
  expect(dailyCorrelations(one, other, window)).toEqual(dailyCorrelations(both, other, window));
});

test('a symbol that never moved moves with nothing that is known', () => {
  const still = ofReturns([0, 0, 0, 0]);
  expect(dailyCorrelations(still, ofReturns([0.01, 0.02, 0, 0.01]), window).correlation[4]).toBeNaN();
});

test('holds from the close of its day on', () => {
  const one = ofReturns([0.01, -0.02, 0.03, 0.01]);
  const known = dailyCorrelations(one, one, window);
  expect(correlationAt(known, 4 * dayMs - 1)).toBeNull();
  expect(correlationAt(known, 4 * dayMs)).toBeCloseTo(1, 12);
  expect(correlationAt(known, 400 * dayMs)).toBeCloseTo(1, 12);
  expect(correlationAt(known, 0)).toBeNull();
});

test('lies between −1 and 1, and is the same whichever symbol comes first', () => {
  const returns = fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 3, maxLength: 12 });
  fc.assert(
    fc.property(returns, returns, (a, b) => {
      const there = dailyCorrelations(ofReturns(a), ofReturns(b), window);
      expect(dailyCorrelations(ofReturns(b), ofReturns(a), window)).toEqual(there);
      for (const value of there.correlation) expect(Number.isNaN(value) || Math.abs(value) <= 1).toBe(true);
    }),
  );
});
