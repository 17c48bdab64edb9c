import { expect, test } from 'vitest';
import { seededRandom } from '#shared/base/seeded-random.ts';
import { targets } from './targets.ts';

const next = seededRandom(11);
const daily = Array.from({ length: 260 }, () => (next() - 0.47) * 0.02);
const values = { sharpe: 1.2, mar: 0.8, maxDrawdownRatio: 0.1 };
const by = { daily, dailyDrawdownRatio: 0.1, daysPerYear: 260, years: 1, seed: 1 };

const intervalOf = (changes: Partial<typeof by>, name: string) =>
  targets(values, { ...by, ...changes }).find((target) => target.name === name)?.interval ?? null;

test('falls of resampled days are deepened by what the run fell between its closes', () => {
  const [from = NaN, to = NaN] = intervalOf({}, 'maxDrawdownRatio') ?? [];
  expect(intervalOf({ dailyDrawdownRatio: 0.08 }, 'maxDrawdownRatio')).toEqual([
    expect.closeTo(from * 1.25, 9),
    expect.closeTo(to * 1.25, 9),
  ]);
  // What a day's closes saw deeper than every bar did is rounding.
  expect(intervalOf({ dailyDrawdownRatio: 0.2 }, 'maxDrawdownRatio')).toEqual([from, to]);
});

test('no resampled fall is deeper than everything', () => {
  expect(intervalOf({ dailyDrawdownRatio: 0.001 }, 'maxDrawdownRatio')).toEqual([1, 1]);
});

test('the same seed tells the same intervals', () => {
  expect(intervalOf({}, 'sharpe')).toEqual(intervalOf({}, 'sharpe'));
  expect(intervalOf({ seed: 2 }, 'sharpe')).not.toEqual(intervalOf({}, 'sharpe'));
});

test('where no path can fall or vary there is nothing to be told', () => {
  const steady = { daily: Array<number>(100).fill(0.001), dailyDrawdownRatio: 0 };
  expect(intervalOf(steady, 'maxDrawdownRatio')).toBeNull();
  expect(intervalOf(steady, 'mar')).toBeNull();
});

test('a value that is not known has no interval and is not reached', () => {
  expect(targets({ sharpe: null, mar: null, maxDrawdownRatio: null }, by)).toEqual([
    { name: 'sharpe', value: null, limit: 1, interval: null, passed: false },
    { name: 'mar', value: null, limit: 0.5, interval: null, passed: false },
    { name: 'maxDrawdownRatio', value: null, limit: 0.2, interval: null, passed: false },
  ]);
});

test('a target has to be passed, not met', () => {
  const met = targets({ sharpe: 1, mar: 0.5, maxDrawdownRatio: 0.2 }, by);
  const passed = targets({ sharpe: 1.01, mar: 0.51, maxDrawdownRatio: 0.19 }, by);
  expect(met.map((target) => target.passed)).toEqual([false, false, false]);
  expect(passed.map((target) => target.passed)).toEqual([true, true, true]);
});
