import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barSchema } from '#shared/market/bar.ts';
import { isBrokerStamp } from '#shared/time/broker-clock.ts';
import { checkRow } from './check-row.ts';

const sound = { stampMs: Date.UTC(2025, 0, 2), open: 10, high: 12, low: 9, close: 11, tickVolume: 5, spreadPoints: 2 };

test.each([
  ['a sound row', sound, null],
  ['a stamp that no calendar has', { ...sound, stampMs: Number.NaN }, 'stampInvalid'],
  ['a stamp of the first day of all', { ...sound, stampMs: 0 }, 'stampInvalid'],
  ['a price of zero', { ...sound, low: 0 }, 'priceInvalid'],
  ['an open above the high', { ...sound, open: 12.01 }, 'ohlcOrder'],
  ['a close below the low', { ...sound, close: 8.99 }, 'ohlcOrder'],
])('%s is judged %3$s', (_, row, reason) => {
  expect(checkRow(row)).toBe(reason);
});

test('of rows with a stamp in range it takes exactly those that are bars by the schema', () => {
  const figure = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.double(), fc.constantFrom(Number.NaN, Infinity, -0));
  fc.assert(
    fc.property(
      fc.integer().filter(isBrokerStamp),
      figure,
      figure,
      figure,
      figure,
      (stampMs, open, high, low, close) => {
        const { stampMs: openTimeUtcMs, ...figures } = { ...sound, stampMs, open, high, low, close };
        const isBar = barSchema.safeParse({ openTimeUtcMs, ...figures }).success;
        expect(checkRow({ stampMs, ...figures }) === null).toBe(isBar);
      },
    ),
    { numRuns: 1000 },
  );
});
