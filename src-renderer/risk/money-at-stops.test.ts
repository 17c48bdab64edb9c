import { expect, test } from 'vitest';
import { sampleEuro, sampleGold } from '#main/testkit/sample-instrument.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { moneyAtStops } from './money-at-stops.ts';

const instruments = new Map([sampleGold, sampleEuro].map((instrument) => [instrument.symbol, instrument]));

test('sums what each position is worth at its stop, with its swap', () => {
  const long = samplePosition({ openPrice: 2000, stop: 1990, volume: 0.1, swap: -2 });
  const short = samplePosition({ positionId: '2', side: 'sell', openPrice: 2000, stop: 1995, volume: 0.2 });
  expect(moneyAtStops([long], instruments)).toBeCloseTo(-102, 9);
  expect(moneyAtStops([long, short], instruments)).toBeCloseTo(-2, 9);
  expect(moneyAtStops([], instruments)).toBe(0);
});

test('says nothing where a stop or an instrument is missing', () => {
  expect(moneyAtStops([samplePosition({ stop: null })], instruments)).toBeNull();
  expect(moneyAtStops([samplePosition({ symbol: 'US100' })], instruments)).toBeNull();
});
