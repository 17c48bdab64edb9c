import { expect, test } from 'vitest';
import { batchOfValues } from './batch.ts';
import { createLag } from './lag.ts';

test('the value of two bars before is undefined twice and then follows two bars behind', () => {
  expect([...batchOfValues(createLag(2), Float64Array.of(5, 6, NaN, 8, 9))]).toEqual([NaN, NaN, 5, 6, NaN]);
  expect(createLag(2).warmUpBars).toBe(3);
});

test('a lag is a whole number of bars', () => {
  expect(() => createLag(0)).toThrow('a period is a whole number of bars');
});
