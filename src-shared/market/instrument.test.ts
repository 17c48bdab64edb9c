import { expect, test } from 'vitest';
import { instrumentSchema } from './instrument.ts';

const valid = {
  symbol: 'XAUUSD',
  digits: 2,
  point: 0.01,
  tickSize: 0.01,
  tickValue: 1,
  contractSize: 100,
  baseCurrency: 'XAU',
  profitCurrency: 'USD',
  marginPerLot: 4200,
  volumeMin: 0.01,
  volumeMax: 50,
  volumeStep: 0.01,
  stopsLevelPoints: 0,
  commissionPerLotSide: 3.5,
};

test('an instrument comes out as it went in', () => {
  expect(instrumentSchema.parse(valid)).toEqual(valid);
});

test.each([
  ['a step of zero', { ...valid, volumeStep: 0 }],
  ['a smallest volume of zero', { ...valid, volumeMin: 0 }],
  ['a smallest volume above the largest', { ...valid, volumeMin: 51 }],
  ['a tick value of zero', { ...valid, tickValue: 0 }],
  ['a point that is not finite', { ...valid, point: Number.POSITIVE_INFINITY }],
  ['nine digits', { ...valid, digits: 9 }],
  ['a negative commission', { ...valid, commissionPerLotSide: -1 }],
])('an instrument with %s is refused', (_, instrument) => {
  expect(instrumentSchema.safeParse(instrument).success).toBe(false);
});
