import { expect, test } from 'vitest';
import { utcMs } from '#shared/units/utc-ms.ts';
import { evidenceBar } from './evidence-bar.ts';

const quarterMs = 900_000;
const asOfUtcMs = utcMs(1_764_770_400_000);
const place = { symbol: 'XAUUSD', timeframe: 'H4' } as const;

test('evidence of a bar leads to the bar that closed when it was known', () => {
  expect(evidenceBar({ evidenceId: 'feature:M15/atr(14)', source: 'feature', asOfUtcMs }, place)).toEqual({
    symbol: 'XAUUSD',
    timeframe: 'M15',
    openTimeUtcMs: asOfUtcMs - quarterMs,
  });
});

test('a name that says no timeframe is of the one that is decided on, and M1 is not M15', () => {
  expect(evidenceBar({ evidenceId: 'filter:rvol', source: 'filter', asOfUtcMs }, place)?.timeframe).toBe('H4');
  expect(evidenceBar({ evidenceId: 'bar:M15/close', source: 'bar', asOfUtcMs }, place)?.timeframe).toBe('M15');
  expect(
    evidenceBar({ evidenceId: 'filter:rvol', source: 'filter', asOfUtcMs }, { ...place, timeframe: null }),
  ).toBeNull();
});

test('what was read off no bar leads to none', () => {
  expect(evidenceBar({ evidenceId: 'account:equity', source: 'account', asOfUtcMs }, place)).toBeNull();
});
