import { timeframeDurationMs, timeframes, type Timeframe } from '#shared/market/timeframe.ts';

/** The timeframe whose length is the most frequent spacing of the bars, or null where that is no timeframe's. */
export function detectTimeframe(openTimesUtcMs: Float64Array): Timeframe | null {
  const commonMs = mostFrequentSpacingMs(openTimesUtcMs);
  return timeframes.find((timeframe) => timeframeDurationMs(timeframe) === commonMs) ?? null;
}

function mostFrequentSpacingMs(openTimesUtcMs: Float64Array): number | null {
  const counts = new Map<number, number>();
  // Most bars stand as their neighbours do: a run of them is counted at once.
  let run = { spacingMs: Number.NaN, count: 0 };
  const countRun = (): void => {
    if (run.count > 0) counts.set(run.spacingMs, (counts.get(run.spacingMs) ?? 0) + run.count);
  };
  let previousMs = Number.NaN;
  for (const openMs of openTimesUtcMs) {
    const spacingMs = openMs - previousMs;
    previousMs = openMs;
    if (spacingMs === run.spacingMs) run.count += 1;
    else if (!Number.isNaN(spacingMs)) {
      countRun();
      run = { spacingMs, count: 1 };
    }
  }
  countRun();
  let common: { readonly spacingMs: number; readonly count: number } | null = null;
  for (const [spacingMs, count] of counts) if (common === null || count > common.count) common = { spacingMs, count };
  return common?.spacingMs ?? null;
}
