import type { BarColumns } from '#shared/market/bar-columns.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';

/** Daily bars and hourly ones of one broker come from two recordings: their extremes differ by a little of the day's range. */
const overhangRatioMax = 0.1;

/**
 * How many bars follow in the time that one would cover if it were of a coarser timeframe; 0 where its range does not hold all of theirs, and
 * so it is none.
 */
export function finerBarsWithin(
  { length, openTimeUtcMs, high, low }: BarColumns,
  index: number,
  timeframe: Timeframe,
): number {
  const [top, bottom] = [high[index] ?? Number.NaN, low[index] ?? Number.NaN];
  const overhang = (top - bottom) * overhangRatioMax;
  const endMs = (openTimeUtcMs[index] ?? Number.NaN) + timeframeDurationMs(timeframe);
  let next = index + 1;
  for (; next < length && (openTimeUtcMs[next] ?? Infinity) < endMs; next += 1)
    if (!((high[next] ?? Infinity) <= top + overhang && (low[next] ?? 0) >= bottom - overhang)) return 0;
  return next - index - 1;
}
