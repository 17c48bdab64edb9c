import { expect, test } from 'vitest';
import fc from 'fast-check';
import { price } from '../units/price.ts';
import { isLosingStop, isWinningTarget } from './bracket.ts';
import { closePrice, fillPrice, oppositeSide, sideSchema, sideSign } from './side.ts';

const quote = { bid: 1, ask: 2 };

test('a buy pays the ask and is closed at the bid, a sale the other way round', () => {
  expect([fillPrice('buy', quote), closePrice('buy', quote)]).toEqual([2, 1]);
  expect([fillPrice('sell', quote), closePrice('sell', quote)]).toEqual([1, 2]);
});

test('the opposite of a side closes it where it is valued', () => {
  for (const side of sideSchema.options) {
    expect(fillPrice(oppositeSide(side), quote)).toBe(closePrice(side, quote));
    expect(sideSign(oppositeSide(side)) + sideSign(side)).toBe(0);
    expect(oppositeSide(oppositeSide(side))).toBe(side);
  }
});

const anyPrice = fc.integer({ min: 1, max: 1000 }).map(price);

test('no level is both a stop and a target of one entry, and none of them lies at the entry', () => {
  fc.assert(
    fc.property(fc.constantFrom(...sideSchema.options), anyPrice, anyPrice, (side, from, level) => {
      const roles = [isLosingStop({ side, from, stop: level }), isWinningTarget({ side, from, target: level })];
      expect(roles.filter(Boolean)).toHaveLength(from === level ? 0 : 1);
    }),
  );
});

test('a buy is stopped below and taken above; without a target nothing is wrong', () => {
  const from = price(100);
  expect(isLosingStop({ side: 'buy', from, stop: price(99) })).toBe(true);
  expect(isWinningTarget({ side: 'sell', from, target: price(99) })).toBe(true);
  expect(isWinningTarget({ side: 'buy', from, target: null })).toBe(true);
});
