import { expect, test } from 'vitest';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { instrumentTermsSchema, resolveInstrument } from './resolve-instrument.ts';

const told = { instrument: sampleGold, toldAtUtcMs: utcMs(5) };
const terms = (wish: object) => instrumentTermsSchema.parse(wish);

test('a terminal’s word comes before settings and defaults; only the spread is added to it', () => {
  expect(resolveInstrument('XAUUSD', { told, terms: terms({ spreadPoints: 30, leverage: 20 }) })).toEqual({
    ok: true,
    value: {
      instrument: sampleGold,
      source: 'terminal',
      toldAtUtcMs: 5,
      spreadPointsByHour: Array.from({ length: 24 }, () => 30),
      marginRatio: 0.05,
      commissionCurrency: null,
    },
  });
  expect(resolveInstrument('XAUUSD', { told, terms: null })).toMatchObject({
    value: { marginRatio: null, spreadPointsByHour: { length: 24 } },
  });
});

test('settings change the terms of a default, or lend them to another symbol', () => {
  expect(
    resolveInstrument('XAUUSD', { told: null, terms: terms({ terms: { commissionPerLotSide: 9 } }) }),
  ).toMatchObject({
    value: { source: 'settings', instrument: { commissionPerLotSide: 9, contractSize: 100 }, marginRatio: 0.01 },
  });
  expect(resolveInstrument('GOLD', { told: null, terms: terms({ like: 'XAUUSD' }) })).toMatchObject({
    value: { source: 'settings', instrument: { symbol: 'GOLD', contractSize: 100 } },
  });
});

test('a known symbol has its documented default', () => {
  expect(resolveInstrument('EURUSD', { told: null, terms: null })).toMatchObject({
    value: { source: 'default', instrument: { contractSize: 100_000 }, toldAtUtcMs: null },
  });
});

test('the defaults charge dollars, the settings what they say, or else the account’s currency', () => {
  const currencyOf = (wish: object | null) =>
    resolveInstrument('XAUUSD', { told: null, terms: wish === null ? null : terms(wish) });
  const charging = (commissionCurrency: string | null) => ({ value: { commissionCurrency } });
  expect(currencyOf(null)).toMatchObject(charging('USD'));
  expect(currencyOf({ terms: { contractSize: 10 } })).toMatchObject(charging('USD'));
  expect(currencyOf({ terms: { commissionPerLotSide: 9 } })).toMatchObject(charging(null));
  expect(currencyOf({ commissionCurrency: 'EUR' })).toMatchObject(charging('EUR'));
});

test('a symbol that nobody knows is refused with what to do, and terms that make no instrument with why', () => {
  expect(resolveInstrument('USDJPY', { told: null, terms: null })).toMatchObject({
    error: { code: 'INSTRUMENT_MISSING', message: expect.stringContaining('"like"') as string },
  });
  expect(resolveInstrument('USDJPY', { told: null, terms: terms({ terms: { digits: 3 } }) })).toMatchObject({
    error: { code: 'SETTINGS_INVALID', facts: { symbol: 'USDJPY' } },
  });
});
