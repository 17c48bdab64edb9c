import { timeframeDurationMs, timeframes, type Timeframe } from '#shared/market/timeframe.ts';

/** The timeframe whose length is the most frequent spacing of the bars, or null where that is no timeframe's. */
export function detectTimeframe(openTimesUtcMs: Float64Array): Timeframe | null {
  const commonMs = mostFrequentSpacingMs(openTimesUtcMs);
  return timeframes.find((timeframe) => timeframeDurationMs(timeframe) === commonMs) ?? null;
}

function mostFrequentSpacingMs(openTimesUtcMs: Float64Array): number | null {
  const counts = new Map<number, number>();
  let previousMs: number | undefined;
  for (const openMs of openTimesUtcMs) {
    if (previousMs !== undefined) counts.set(openMs - previousMs, (counts.get(openMs - previousMs) ?? 0) + 1);
    previousMs = openMs;
  }
  let common: { readonly spacingMs: number; readonly count: number } | null = null;
  for (const [spacingMs, count] of counts) if (common === null || count > common.count) common = { spacingMs, count };
  return common?.spacingMs ?? null;
}
