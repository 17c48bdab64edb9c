import { expect, test } from 'vitest';
import { tailRisk } from './tail-risk.ts';

const days = (count: number) => Array.from({ length: count }, (_, day) => day / 1000);

test('one day is expected beyond the quantile, or nothing is said', () => {
  expect(tailRisk(days(19), 0.95)).toBeNull();
  expect(tailRisk(days(20), 0.95)).not.toBeNull();
  expect(tailRisk(days(99), 0.99)).toBeNull();
  expect(tailRisk(days(100), 0.99)).not.toBeNull();
});

test('a bad day that gains is a negative loss', () => {
  expect(
    tailRisk(
      [...days(40)].map((ratio) => ratio + 0.01),
      0.95,
    )?.valueAtRisk,
  ).toBeLessThan(0);
});
