import { expect, test } from 'vitest';
import { batchOfValues } from './batch.ts';
import { createRealisedVolatility } from './realised-volatility.ts';

test('realised volatility(2) is the root of the mean of the last two squared log returns', () => {
  const closes = Float64Array.of(1, Math.E, 1, 1);
  const [first, second, third, fourth = NaN] = batchOfValues(createRealisedVolatility(2), closes);
  expect([first, second]).toEqual([NaN, NaN]);
  expect(third).toBeCloseTo(1, 15);
  expect(fourth).toBeCloseTo(Math.SQRT1_2, 15);
});

test('a storm that has left the window leaves no trace: a market that stands still has none', () => {
  const closes = Float64Array.of(1.1, 1.10001, 250, 1e-3, 1.1, 1.1, 1.1, 1.1);
  expect(batchOfValues(createRealisedVolatility(3), closes).at(-1)).toBe(0);
});
