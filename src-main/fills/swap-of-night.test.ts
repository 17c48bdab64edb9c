import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Instrument } from '#shared/market/instrument.ts';
import { sampleEuro, sampleGold } from '#main/testkit/sample-instrument.ts';
import { swapOfNight } from './swap-of-night.ts';

const wednesday = 3;
const held = { side: 'buy', volume: 0.5, openPrice: 2000, price: 2100, weekday: 2 } as const;
const multipliers = [0, 1, 1, 3, 1, 1, 0];

const gold = (mode: Instrument['swap']['mode'], long: number, short: number): Instrument => ({
  ...sampleGold,
  swap: { mode, long, short, multipliers },
});

test('points: 0.5 lots at −30 points of 0.01 are 0.5 × −30 × 1 dollar', () => {
  expect(swapOfNight(held, gold('points', -30, 12))).toBeCloseTo(-15, 9);
  expect(swapOfNight({ ...held, side: 'sell' }, gold('points', -30, 12))).toBeCloseTo(6, 9);
  expect(swapOfNight(held, gold('reopenCurrent', -30, 12))).toBeCloseTo(-15, 9);
});

test('the weekday that ends counts its nights: three on Wednesday, none on Saturday', () => {
  expect(swapOfNight({ ...held, weekday: wednesday }, gold('points', -30, 12))).toBeCloseTo(-45, 9);
  expect(swapOfNight({ ...held, weekday: 6 }, gold('points', -30, 12))).toBe(0);
});

test('an amount of the deposit’s currency is taken as it is', () => {
  expect(swapOfNight(held, gold('currencyDeposit', -8, 0))).toBeCloseTo(-4, 9);
});

test('an amount of the base currency goes by the price: 2 ounces a lot at 2,100', () => {
  expect(swapOfNight(held, gold('currencySymbol', -2, 0))).toBeCloseTo(-2100, 9);
});

test('where base and profit currency are one, the price has no part in it', () => {
  const index = { ...gold('currencySymbol', -2, 0), baseCurrency: 'USD' };
  expect(swapOfNight(held, index)).toBeCloseTo(-1, 9);
});

test('an amount of the margin’s currency is the base’s, or the profit’s where margin is reckoned in that', () => {
  expect(swapOfNight(held, gold('currencyMargin', -2, 0))).toBeCloseTo(-2100, 9);
  expect(swapOfNight(held, { ...gold('currencyMargin', -2, 0), marginCurrency: 'USD' })).toBeCloseTo(-1, 9);
});

test('interest: −3.6 % a year of 0.5 × 100 ounces for one of 360 days, by the price of now or of the entry', () => {
  // 50 × 2,100 × 0.036 ÷ 360 = 10.50; 50 × 2,000 × 0.036 ÷ 360 = 10.
  expect(swapOfNight(held, gold('interestCurrent', -3.6, 0))).toBeCloseTo(-10.5, 9);
  expect(swapOfNight(held, gold('interestOpen', -3.6, 0))).toBeCloseTo(-10, 9);
});

test('an account in another currency is charged by the rate in the tick value', () => {
  // A tick of 0.00001 on 100,000 euro is one dollar; at 0.90 it is 0.90 of the account’s currency.
  const euro = { ...sampleEuro, tickValue: 0.9, swap: { mode: 'points', long: -7, short: 1, multipliers } } as const;
  expect(swapOfNight({ ...held, volume: 1, openPrice: 1.1, price: 1.2 }, euro)).toBeCloseTo(-6.3, 9);
});

test('no swap and an unknown mode charge nothing', () => {
  expect(swapOfNight(held, gold('disabled', -30, 12))).toBe(0);
  expect(swapOfNight(held, gold('other', -30, 12))).toBe(0);
});

test('twice the volume is twice the swap, in every mode', () => {
  const modes = [
    'points',
    'currencySymbol',
    'currencyMargin',
    'currencyDeposit',
    'interestCurrent',
    'interestOpen',
  ] as const;
  fc.assert(
    fc.property(fc.constantFrom(...modes), fc.integer({ min: 1, max: 100 }), (mode, steps) => {
      const volume = steps / 100;
      const once = swapOfNight({ ...held, volume }, gold(mode, -3, 0));
      expect(swapOfNight({ ...held, volume: 2 * volume }, gold(mode, -3, 0))).toBeCloseTo(2 * once, 6);
    }),
  );
});
