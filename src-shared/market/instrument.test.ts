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

/** What a terminal tells besides. */
const terms = {
  description: 'Gold against US dollar',
  calculationMode: 'cfdLeverage',
  marginCurrency: 'USD',
  hedgedMargin: 50,
  volumeLimit: 100,
  freezeLevelPoints: 5,
  tradeMode: 'longOnly',
  executionMode: 'instant',
  fillingModes: ['fok'],
  swap: { mode: 'points', long: -35.2, short: 11.4, multipliers: [0, 1, 1, 3, 1, 1, 0] },
  sessions: [{ day: 1, fromMinute: 60, toMinute: 1439 }],
};

test('an instrument comes out as it went in', () => {
  expect(instrumentSchema.parse({ ...valid, ...terms })).toEqual({ ...valid, ...terms });
});

test('what a log of an older version does not say forbids nothing', () => {
  const { tradeMode, executionMode, sessions, volumeLimit, ...rest } = instrumentSchema.parse(valid);
  expect({ tradeMode, executionMode, sessions, volumeLimit }).toEqual({
    tradeMode: 'full',
    executionMode: 'market',
    sessions: [],
    volumeLimit: 0,
  });
  expect(rest).toMatchObject(valid);
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
