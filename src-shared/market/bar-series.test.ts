import { expect, test } from 'vitest';
import { barAnchor, barSeriesSchema } from './bar-series.ts';

test.each([
  ['M1', 'ny+7', 'hour'],
  ['H1', 'ny+7', 'hour'],
  ['H1', 'utc+2:00', 'hour'],
  ['H4', 'ny+7', 'ny+7'],
  ['D1', 'eet', 'eet'],
  ['D1', 'utc', 'utc'],
  ['M30', 'utc-3:30', 'hour'],
  ['H1', 'utc-3:30', 'utc-3:30'],
  ['M15', 'utc+5:45', 'hour'],
  ['M30', 'utc+5:45', 'utc+5:45'],
] as const)('%s bars of a server at %s are anchored at %s', (timeframe, rule, anchor) => {
  expect(barAnchor(timeframe, rule)).toBe(anchor);
});

test('a series without a source is refused', () => {
  const series = { symbol: 'XAUUSD', timeframe: 'H4', source: 'import', anchor: 'ny+7' };
  expect(barSeriesSchema.parse(series)).toEqual(series);
  expect(barSeriesSchema.safeParse({ ...series, source: '' }).success).toBe(false);
  expect(barSeriesSchema.safeParse({ ...series, anchor: '' }).success).toBe(false);
});
