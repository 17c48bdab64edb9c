import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstAfter } from './first-after.ts';

test('finds the first value above a limit, from wherever it begins', () => {
  const values = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 100 }).map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(values, fc.integer({ min: -1, max: 61 }), fc.nat(100), (all, limit, start) => {
      const from = Math.min(start, all.length);
      const found = all.findIndex((value, index) => index >= from && value > limit);
      expect(firstAfter(Float64Array.from(all), limit, from)).toBe(found === -1 ? all.length : found);
    }),
  );
});
