import { expect, test } from 'vitest';
import { sampleEuro, sampleGold } from '#main/testkit/sample-instrument.ts';
import { sampleOrder } from '#main/testkit/sample-order.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { price } from '#shared/units/price.ts';
import { positionRow, type PositionSurroundings } from './position-row.ts';

const quote = { ...sampleQuote(), bid: price(2005), ask: price(2005.3) };
const surroundings: PositionSurroundings = {
  instruments: new Map([sampleGold, sampleEuro].map((instrument) => [instrument.symbol, instrument])),
  quotes: new Map([[quote.symbol, quote]]),
  orders: [sampleOrder({ status: 'filled' })],
};

test('a position of ours is valued at the price it would be closed at, in points and in its own risk', () => {
  const position = samplePosition({ clientOrderId: '1001', openPrice: 2000, profit: 57.85, swap: 0 });
  expect(positionRow(position, surroundings)).toMatchObject({ priceNow: 2005, points: 500, r: 0.5, owner: 'B' });
});

test('of an entry that was filled in part only that part was at risk', () => {
  const position = samplePosition({ clientOrderId: '1001', volume: 0.05, profit: 57.85, swap: 0 });
  const orders = [sampleOrder({ status: 'partiallyFilledThenCancelled', filledVolume: 0.05 })];
  expect(positionRow(position, { ...surroundings, orders }).r).toBeCloseTo(1, 9);
});

test('a sell loses points when the ask rises', () => {
  const position = samplePosition({ side: 'sell', openPrice: 2000 });
  expect(positionRow(position, surroundings)).toMatchObject({ priceNow: 2005.3, points: -530 });
});

test('without a quote, a risk or an instrument there is no figure', () => {
  const row = positionRow(samplePosition({ clientOrderId: null }), { ...surroundings, quotes: new Map() });
  expect(row).toMatchObject({ priceNow: null, points: null, r: null });
});
