import { instrumentSchema, type Instrument } from '#shared/market/instrument.ts';

/** Gold at two digits: one lot is 100 ounces, and a tick of 0.01 is one dollar. */
export const sampleGold: Instrument = instrumentSchema.parse({
  symbol: 'XAUUSD',
  digits: 2,
  point: 0.01,
  tickSize: 0.01,
  tickValue: 1,
  contractSize: 100,
  baseCurrency: 'XAU',
  profitCurrency: 'USD',
  marginPerLot: 2000,
  volumeMin: 0.01,
  volumeMax: 100,
  volumeStep: 0.01,
  stopsLevelPoints: 0,
  commissionPerLotSide: 3.5,
});

/** Euro against dollar at five digits: one lot is 100,000 euro, and a tick of 0.00001 is one dollar. */
export const sampleEuro: Instrument = instrumentSchema.parse({
  symbol: 'EURUSD',
  digits: 5,
  point: 0.00001,
  tickSize: 0.00001,
  tickValue: 1,
  contractSize: 100_000,
  baseCurrency: 'EUR',
  profitCurrency: 'USD',
  marginPerLot: 1100,
  volumeMin: 0.01,
  volumeMax: 100,
  volumeStep: 0.01,
  stopsLevelPoints: 0,
  commissionPerLotSide: 3.5,
});

/** Gold unless told otherwise, with the named members changed. */
export function sampleInstrument(changes: Partial<Record<keyof Instrument, unknown>> = {}): Instrument {
  return instrumentSchema.parse({ ...sampleGold, ...changes });
}
