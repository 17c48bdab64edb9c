import { expect, test } from 'vitest';
import { createGrowingFloat64, valueAt } from './columns.ts';

test('a column keeps every number in order as it grows, and reads as undefined past its end', () => {
  for (const capacity of [0, 1, 3, undefined]) {
    const column = createGrowingFloat64(capacity);
    for (let index = 0; index < 5000; index++) column.push(index / 4);
    expect(column.length).toBe(5000);
    expect(column.values.subarray(0, 5000)).toEqual(Float64Array.from({ length: 5000 }, (_, index) => index / 4));
    expect(column.values.subarray(5000).every(Number.isNaN)).toBe(true);
  }
});

test('a column is copied rarely: it doubles', () => {
  const column = createGrowingFloat64(1);
  const arrays = new Set<Float64Array>();
  for (let index = 0; index < 1000; index++) {
    column.push(index);
    arrays.add(column.values);
  }
  expect(arrays.size).toBe(11);
});

test('outside of a column there is nothing, on either side', () => {
  const column = createGrowingFloat64(1);
  column.push(7);
  expect([-1, 0, 1, 2].map((index) => valueAt(column, index))).toEqual([NaN, 7, NaN, NaN]);
});
