import fc from 'fast-check';
import { expect, test } from 'vitest';
import { points } from '../units/points.ts';
import { price } from '../units/price.ts';
import { isSamePrice, pointsToPrice, priceToPoints, roundToTick, spreadPoints } from './instrument-prices.ts';

const gold = { digits: 2, point: 0.01, tickSize: 0.01 };
const euro = { digits: 5, point: 0.00001, tickSize: 0.00001 };
const index = { digits: 2, point: 0.01, tickSize: 0.25 };
const anyInstrument = fc.constantFrom(gold, euro, index);

test.each([
  [gold, 4210.0849, 4210.08],
  [gold, 4210.085001, 4210.09],
  [euro, 1.128344999, 1.12834],
  [index, 25_555.05, 25_555],
  [index, 25_555.2, 25_555.25],
])('on the grid of %j the level nearest to %f is %f', (instrument, value, level) => {
  expect(roundToTick(value, instrument)).toBe(level);
});

test('the spread is in points, free of float noise', () => {
  expect(spreadPoints({ bid: price(4210.08), ask: price(4210.31) }, gold)).toBe(23);
  expect(spreadPoints({ bid: price(1.12834), ask: price(1.12836) }, euro)).toBe(2);
  expect(spreadPoints({ bid: price(25_555.05), ask: price(25_555.65) }, index)).toBe(60);
});

test('a distance comes back from its difference of prices', () => {
  fc.assert(
    fc.property(anyInstrument, fc.integer({ min: -10_000_000, max: 10_000_000 }), (instrument, distance) => {
      expect(priceToPoints(pointsToPrice(points(distance), instrument), instrument)).toBe(distance);
    }),
  );
});

test('rounding lands on the grid, at most half a tick away, and stays where it is the second time', () => {
  fc.assert(
    fc.property(anyInstrument, fc.double({ min: 1, max: 100_000, noNaN: true }), (instrument, value) => {
      const level = roundToTick(value, instrument);
      expect(Math.abs(level - value)).toBeLessThanOrEqual(instrument.tickSize / 2 + 1e-9);
      expect(roundToTick(level, instrument)).toBe(level);
      expect(level).toBe(Number(level.toFixed(instrument.digits)));
    }),
  );
});

test('levels are the same while they differ by less than half a tick', () => {
  expect(isSamePrice(price(0.1 + 0.2), price(0.3), euro)).toBe(true);
  expect(isSamePrice(price(4210.08), price(4210.09), gold)).toBe(false);
  expect(isSamePrice(price(25_555), price(25_555.12), index)).toBe(true);
});
