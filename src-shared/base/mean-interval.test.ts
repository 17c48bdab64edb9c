import { expect, test } from 'vitest';
import { differenceInterval, meanInterval } from './mean-interval.ts';
import { studentT975 } from './student-t.ts';

test.each([
  [1, 12.7062],
  [2, 4.3027],
  [3, 3.1824],
  [4, 2.7764],
  [5, 2.5706],
  [10, 2.2281],
  [30, 2.0423],
  [120, 1.9799],
  [100_000, 1.96],
])('with %d degrees of freedom t reaches as far as the tables say', (degreesOfFreedom, quantile) => {
  expect(studentT975(degreesOfFreedom)).toBeCloseTo(quantile, 2);
});

test('between whole degrees of freedom t goes on falling', () => {
  const quantiles = [2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5].map(studentT975);
  expect(quantiles).toEqual(quantiles.toSorted((a, b) => b - a));
});

test('a mean reaches as far as its values spread', () => {
  const interval = meanInterval([1, 2, 3, 4, 5]);
  expect(interval?.mean).toBe(3);
  expect(interval?.low).toBeCloseTo(3 - 2.7764 * Math.sqrt(0.5), 3);
  expect(interval?.high).toBeCloseTo(3 + 2.7764 * Math.sqrt(0.5), 3);
});

test('a difference of means is told by Welch', () => {
  // Two samples of Welch's test as R's t.test computes it: t = -1.2247, df = 4.
  const interval = differenceInterval([1, 2, 3], [2, 3, 4]);
  expect(interval?.mean).toBeCloseTo(-1);
  expect(interval?.low).toBeCloseTo(-3.2671, 2);
  expect(interval?.high).toBeCloseTo(1.2671, 2);
});

test('too few values have no interval, and values without a spread none to speak of', () => {
  expect(meanInterval([1])).toBeNull();
  expect(differenceInterval([1, 2], [3])).toBeNull();
  expect(differenceInterval([2, 2], [1, 1])).toEqual({ mean: 1, low: 1, high: 1 });
});
