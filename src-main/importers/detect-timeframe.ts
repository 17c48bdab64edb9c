import type { Bar } from '#shared/market/bar.ts';
import { timeframeDurationMs, timeframes, type Timeframe } from '#shared/market/timeframe.ts';

/** The timeframe whose length is the most frequent spacing of the bars, or null where that is no timeframe's. */
export function detectTimeframe(bars: readonly Bar[]): Timeframe | null {
  const commonMs = mostFrequentSpacingMs(bars);
  return timeframes.find((timeframe) => timeframeDurationMs(timeframe) === commonMs) ?? null;
}

function mostFrequentSpacingMs(bars: readonly Bar[]): number | null {
  const counts = new Map<number, number>();
  let previous: Bar | undefined;
  for (const bar of bars) {
    if (previous !== undefined) {
      const spacingMs = bar.openTimeUtcMs - previous.openTimeUtcMs;
      counts.set(spacingMs, (counts.get(spacingMs) ?? 0) + 1);
    }
    previous = bar;
  }
  let common: { readonly spacingMs: number; readonly count: number } | null = null;
  for (const [spacingMs, count] of counts) if (common === null || count > common.count) common = { spacingMs, count };
  return common?.spacingMs ?? null;
}
