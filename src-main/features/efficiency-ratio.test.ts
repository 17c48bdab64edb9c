import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchOfValues } from './batch.ts';
import { createEfficiencyRatio } from './efficiency-ratio.ts';

const ratios = (periodBars: number, closes: readonly number[]) => [
  ...batchOfValues(createEfficiencyRatio(periodBars), Float64Array.from(closes)),
];

test('a close that went 4 and came 2 in two bars has a half, and one that never turned back has 1', () => {
  expect(ratios(2, [10, 13, 12, 8, 4])).toEqual([NaN, NaN, 0.5, 1, 1]);
});

test('a market that stands still has gone nowhere, and so has one that came back', () => {
  expect(ratios(2, [7, 7, 7, 8, 7])).toEqual([NaN, NaN, 0, 1, 0]);
});

test('it lies between 0 and 1, and what left the window leaves no trace', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1e-5, max: 1e6, noNaN: true }), { minLength: 9, maxLength: 60 }),
      (closes) => {
        const numbers = ratios(8, closes).slice(8);
        expect(numbers.every((number) => number >= 0 && number <= 1)).toBe(true);
        expect(ratios(8, closes.slice(-9)).at(-1)).toBe(numbers.at(-1));
      },
    ),
  );
});
