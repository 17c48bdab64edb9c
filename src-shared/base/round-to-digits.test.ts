import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundToDigits } from './round-to-digits.ts';

test('gives the double that the decimal is read as, whatever noise the computation left', () => {
  expect(roundToDigits(0.1 + 0.2, 1)).toBe(0.3);
  expect(roundToDigits(29 * 0.01, 2)).toBe(0.29);
  expect(roundToDigits(-1.1 * 3, 1)).toBe(-3.3);
  expect(roundToDigits(2000.2 + 150 * 0.01, 2)).toBe(2001.7);
});

test('equals the way over text for every level on a grid', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 8 }),
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.constantFrom(1, 5, 25, 1000),
      (digits, steps, unitsOfStep) => {
        const noisy = steps * (unitsOfStep * 10 ** -digits);
        expect(roundToDigits(noisy, digits) + 0).toBe(Number(noisy.toFixed(digits)) + 0);
      },
    ),
    { numRuns: 2000 },
  );
});

test('knows no more than eight decimals', () => {
  expect(roundToDigits(1, 9)).toBeNaN();
});
