import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addExactly } from './exact-sum.ts';

test('a summand that is taken out again leaves no trace, however much larger than the rest it was', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-8, max: 1e8, noNaN: true }),
      fc.double({ min: 1e-8, max: 1e8, noNaN: true }),
      (kept, taken) => {
        const sum = { high: 0, low: 0 };
        addExactly(sum, kept);
        addExactly(sum, taken);
        addExactly(sum, -taken);
        expect(sum).toEqual({ high: kept, low: 0 });
      },
    ),
  );
});

test('the high part is the sum of ten tenths, rounded once', () => {
  const sum = { high: 0, low: 0 };
  for (let count = 0; count < 10; count++) addExactly(sum, 0.1);
  expect(sum.high).toBe(1);
});
