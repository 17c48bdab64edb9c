import { expect, test } from 'vitest';
import { timeframeDurationMs, timeframes, timeframeSchema } from './timeframe.ts';

test('each timeframe is a whole number of the one before it and divides the day', () => {
  const lengths = timeframes.map(timeframeDurationMs);
  expect(lengths).toEqual([60_000, 300_000, 900_000, 1_800_000, 3_600_000, 14_400_000, 86_400_000]);
  lengths.slice(1).forEach((length, index) => expect(length % (lengths[index] ?? 0)).toBe(0));
});

test('a name that MT5 has and we do not is refused', () => {
  expect(timeframeSchema.safeParse('H8').success).toBe(false);
});
