import { expect, test } from 'vitest';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { lots } from '#shared/units/lots.ts';
import { price } from '#shared/units/price.ts';
import { commissionOf } from './commission.ts';
import { lossToStop } from './loss-to-stop.ts';
import { marginOf } from './margin.ts';

test('a deal of 0.37 lots at 3.50 a lot costs 1.30, booked as a negative amount', () => {
  expect(commissionOf(lots(0.37), sampleGold)).toBe(-1.3);
});

test('commission of nothing is zero, not minus zero', () => {
  expect(Object.is(commissionOf(lots(0), sampleGold), 0)).toBe(true);
});

test('0.25 lots at 2000 a lot block 500', () => {
  expect(marginOf(lots(0.25), sampleGold)).toBe(500);
});

test('a long of 0.5 lots stopped 10 lower loses 500 and a round trip of 3.50', () => {
  const trade = { side: 'buy', volume: lots(0.5), from: price(2000), stop: price(1990) } as const;
  expect(lossToStop(trade, sampleGold)).toBeCloseTo(503.5, 6);
});

test('a short of 0.01 lots stopped 2.50 higher loses 2.50 and a round trip of 7 cents', () => {
  const trade = { side: 'sell', volume: lots(0.01), from: price(2000), stop: price(2002.5) } as const;
  expect(lossToStop(trade, sampleGold)).toBeCloseTo(2.57, 6);
});
