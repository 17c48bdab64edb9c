import { expect, test } from 'vitest';
import { batchOfValues } from './batch.ts';
import { createEma } from './ema.ts';

test('EMA(3) is seeded with the mean of three values and then goes half of the way to each further one', () => {
  expect([...batchOfValues(createEma(3), Float64Array.of(1, 2, 3, 4, 8))]).toEqual([NaN, NaN, 2, 3, 5.5]);
});

test('EMA(1) is the value itself', () => {
  expect([...batchOfValues(createEma(1), Float64Array.of(5, 7, 6))]).toEqual([5, 7, 6]);
});
