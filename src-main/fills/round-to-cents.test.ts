import { expect, test } from 'vitest';
import { roundToCents } from './round-to-cents.ts';

test('rounds halves of a cent away from zero and knows no negative zero', () => {
  expect([1.005, -1.005, 2.675, -2.674, -0.001].map(roundToCents)).toEqual([1.01, -1.01, 2.68, -2.67, 0]);
});
