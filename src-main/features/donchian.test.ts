import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOfBars } from '#main/testkit/columns-of-bars.ts';
import { naiveDonchianHigh, naiveDonchianLow } from '#main/testkit/naive-features.ts';
import { batchOfValues } from './batch.ts';
import { createDonchianHigh, createDonchianLow, donchianHigh, donchianLow, donchianMid } from './donchian.ts';
import type { FeatureSpec, FilledColumns } from './feature-spec.ts';

test('Donchian(3) spans the three bars before the one in hand, never that bar itself', () => {
  const values = Float64Array.of(5, 3, 4, 9, 1, 2, 2, 2);
  expect([...batchOfValues(createDonchianHigh(3), values)]).toEqual([NaN, NaN, NaN, 5, 9, 9, 9, 2]);
  expect([...batchOfValues(createDonchianLow(3), values)]).toEqual([NaN, NaN, NaN, 3, 3, 1, 1, 1]);
  expect(donchianMid(9, 1)).toBe(5);
});

/** Over a market whose highs and lows are these. */
function filled(spec: FeatureSpec, values: Float64Array, before?: FilledColumns): Float64Array {
  const column = { values, length: values.length };
  const out = new Float64Array(values.length);
  spec.fill({ ...columnsOfBars([]), high: column, low: column }, out, before);
  return out;
}

test('Donchian is the extreme of its window for any series, with rises, falls and equal values', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 80 }),
      fc.integer({ min: 1, max: 12 }),
      (values, periodBars) => {
        const array = Float64Array.from(values);
        expect([...batchOfValues(createDonchianHigh(periodBars), array)]).toEqual(
          naiveDonchianHigh(values, periodBars),
        );
        expect([...batchOfValues(createDonchianLow(periodBars), array)]).toEqual(naiveDonchianLow(values, periodBars));
        expect([...filled(donchianHigh(periodBars), array)]).toEqual(naiveDonchianHigh(values, periodBars));
        expect([...filled(donchianLow(periodBars), array)]).toEqual(naiveDonchianLow(values, periodBars));
      },
    ),
  );
});

test('a channel that is made of a narrower one has the same bits, whichever it finds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 80 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      (values, periodBars, otherBars) => {
        const array = Float64Array.from(values);
        const before = new Map(
          [donchianHigh(otherBars), donchianLow(otherBars)].map((spec) => {
            const column = filled(spec, array);
            return [spec.key, { values: column, length: column.length }];
          }),
        );
        expect([...filled(donchianHigh(periodBars), array, before)]).toEqual(naiveDonchianHigh(values, periodBars));
        expect([...filled(donchianLow(periodBars), array, before)]).toEqual(naiveDonchianLow(values, periodBars));
      },
    ),
  );
});
