import { expect, test } from 'vitest';
import { barSchema } from '#shared/market/bar.ts';
import { spreadsOf } from './spread-of-bar.ts';

const barOf = (price: number, spreadPoints: number | null, digit = 0) =>
  barSchema.parse({
    ...{ openTimeUtcMs: 0, open: price, high: price + digit, low: price, close: price, tickVolume: 1, spreadPoints },
  });

test('the spread is that many points of the default instrument, also where the broker appends something to its name', () => {
  expect(spreadsOf('XAUUSD')(barOf(1810.99, 25))).toBeCloseTo(0.25, 12);
  expect(spreadsOf('XAUUSD.raw')(barOf(1810.99, 0))).toBe(0);
  expect(spreadsOf('EURUSD')(barOf(1.10001, 8))).toBeCloseTo(0.00008, 12);
});

test('it is not known where the source does not tell it, or nobody tells what a point of the symbol is', () => {
  expect(spreadsOf('XAUUSD')(barOf(1810.99, null))).toBeNaN();
  expect(spreadsOf('GBPUSD')(barOf(1.30001, 8))).toBeNaN();
});

test('nor where the prices have more digits or fewer than the default instrument: their points are others', () => {
  const spread = spreadsOf('XAUUSD');
  expect([spread(barOf(1810.991, 250)), spread(barOf(1810.9, 3)), spread(barOf(1810, 3))]).toEqual([NaN, NaN, NaN]);
  expect(spread(barOf(1810, 30, 0.25))).toBeCloseTo(0.3, 12);
  expect(spreadsOf('EURUSD')(barOf(1.1001, 1))).toBeNaN();
});
