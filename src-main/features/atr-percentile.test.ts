import { expect, test } from 'vitest';
import { createAtrPercentile } from './atr-percentile.ts';
import { batchOfValues } from './batch.ts';

const ranks = (windowBars: number, atrs: readonly number[]) => [
  ...batchOfValues(createAtrPercentile(windowBars), Float64Array.from(atrs)),
];

test('the rank among three is a sixth, a half or five sixths', () => {
  expect(ranks(3, [2, 5, 1, 3, 9])).toEqual([NaN, NaN, 1 / 6, 0.5, 5 / 6]);
});

test('what is equal counts half, and a half is the rank where all are alike', () => {
  expect(ranks(4, [3, 3, 3, 3, 7, 7, 1])).toEqual([NaN, NaN, NaN, 0.5, 7 / 8, 6 / 8, 1 / 8]);
  expect(ranks(2, [0, 0, 0])).toEqual([NaN, 0.5, 0.5]);
});

test('numbers that are not defined yet have no rank and no say in one', () => {
  expect(ranks(2, [NaN, NaN, 4, 5])).toEqual([NaN, NaN, NaN, 0.75]);
});
