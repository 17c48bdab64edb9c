import { expect, test } from 'vitest';
import { technicalIndicatorsSchema } from './technical-indicators.ts';

const indicators = {
  symbol: 'EURUSD',
  timeframe: 'H1',
  openTimeUtcMs: 1_700_000_000_000,
  closeTimeUtcMs: 1_700_003_600_000,
  values: {
    'ema(20)': { kind: 'number', value: 1.08 },
    'regime(adx)': { kind: 'regime', regime: 'range' },
    'rvol(H1,10)': { kind: 'unknown', why: 'noVolume' },
  },
};

test('a bar’s numbers, its regime, and what is not known of it with the reason', () => {
  expect(technicalIndicatorsSchema.parse(JSON.parse(JSON.stringify(indicators)))).toEqual(indicators);
});

test('what is not a number is not one', () => {
  for (const measured of [{ kind: 'number', value: NaN }, { kind: 'number', value: null }, { kind: 'unknown' }, 1.08]) {
    const values = { 'ema(20)': measured };
    expect(technicalIndicatorsSchema.safeParse({ ...indicators, values }).success).toBe(false);
  }
});
