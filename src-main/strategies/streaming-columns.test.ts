import { expect, test } from 'vitest';
import type { MarketRow } from '#main/features/market-columns.ts';
import { sma } from '#main/features/sma.ts';
import { createStreamingColumns } from './streaming-columns.ts';

const row = (openTimeUtcMs: number, close: number): MarketRow => ({
  ...{ openTimeUtcMs, closeTimeUtcMs: openTimeUtcMs + 60_000, open: close, high: close, low: close, close },
  ...{ tickVolume: NaN, spread: NaN, newsDistanceMs: NaN, barsSinceHole: 1 },
});

test('every feature has its number for a row as soon as the row is there', () => {
  const columns = createStreamingColumns({ features: { mean: sma(2) } });
  for (const close of [1, 3, 7]) columns.append(row(close * 60_000, close));
  expect(columns).toMatchObject({ length: 3, market: { close: { length: 3 } } });
  expect([...(columns.features.mean?.values.slice(0, 3) ?? [])]).toEqual([NaN, 2, 5]);
});

test('rows are only appended in the order of their opening', () => {
  const columns = createStreamingColumns({ features: {} });
  columns.append(row(60_000, 1));
  expect(() => columns.append(row(60_000, 2))).toThrow('in the order of their opening');
  expect(columns.length).toBe(1);
});
