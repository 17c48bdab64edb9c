import type { BarColumns } from '#shared/market/bar-columns.ts';
import { timeframeDurationMs, timeframes, type Timeframe } from '#shared/market/timeframe.ts';
import { detectTimeframe } from './detect-timeframe.ts';
import { finerBarsWithin } from './finer-bars-within.ts';

const hourMs = 3_600_000;
const weekMs = 168 * hourMs;
/** Bars that stand so many times their length apart, and less than a week's end, may not be of that length. */
const coarserRatioMin = 5;
const weekEndMs = 40 * hourMs;
/** A week with less of its bars than this is one of a coarser timeframe, or of holes. */
const denseRatioMin = 0.5;
const barsMin = 3;
/** An hour whose range holds so many hours after it is none. */
const barsWithinMin = 8;

export interface CoarseHead {
  /** Bars at the head that are not of the file's timeframe; 0 for most files. */
  readonly count: number;
  /** What they are by their spacing; null where they are too few to tell, and may as well have holes between them. */
  readonly timeframe: Timeframe | null;
}

/**
 * Finds the bars of a coarser timeframe that some brokers put before their finer ones ("H1" that is daily in its first years). Thin trading
 * is not that: bars of a quiet market stand apart at all distances, those of a coarser timeframe at its own, and their ranges hold those of
 * the finer bars of their time.
 */
export function coarseHead(columns: BarColumns, lengthMs: number): CoarseHead {
  const openTimes = columns.openTimeUtcMs.subarray(0, columns.length);
  const dense = firstDense(openTimes);
  if (dense === 0) return strayHead(columns, sparseBars(openTimes, lengthMs), lengthMs);
  const count = dense + barsBefore(openTimes.subarray(dense), (spacingMs) => spacingMs <= lengthMs);
  if (count < barsMin) return strayHead(columns, count, lengthMs);
  const timeframe = detectTimeframe(openTimes.subarray(0, count));
  if (timeframe === null || timeframeDurationMs(timeframe) <= lengthMs) return noHead;
  const isLastAmongFine = finerBarsWithin(columns, count, timeframe) > 0;
  return { count: isLastAmongFine ? count + 1 : count, timeframe };
}

const noHead: CoarseHead = { count: 0, timeframe: null };

/** One or two bars have no spacing to know them by: their ranges have to tell. */
function strayHead(columns: BarColumns, count: number, lengthMs: number): CoarseHead {
  if (count === 0) return noHead;
  const coarser = timeframes.filter((one) => timeframeDurationMs(one) > lengthMs);
  const timeframe = coarser.findLast((one) => finerBarsWithin(columns, count - 1, one) >= barsWithinMin);
  return { count, timeframe: timeframe ?? null };
}

/** The first bar whose coming week holds at least half of what a week holds as a rule. */
function firstDense(openTimesUtcMs: Float64Array): number {
  const perWeek = new Uint32Array(openTimesUtcMs.length);
  let end = 0;
  for (const [index, openMs] of openTimesUtcMs.entries()) {
    while (end < openTimesUtcMs.length && (openTimesUtcMs[end] ?? Infinity) < openMs + weekMs) end += 1;
    perWeek[index] = end - index;
  }
  const usual = perWeek.toSorted()[Math.floor(perWeek.length / 2)] ?? 0;
  return perWeek.findIndex((bars) => bars >= usual * denseRatioMin);
}

/** How many bars stand before the first whose distance to the next is as it should be. */
function barsBefore(openTimesUtcMs: Float64Array, isNeighbour: (spacingMs: number) => boolean): number {
  const found = openTimesUtcMs.findIndex((openMs, index) =>
    isNeighbour((openTimesUtcMs[index + 1] ?? Infinity) - openMs),
  );
  return Math.max(0, found);
}

/** The few bars at the top of a file that stand far apart, unless only the week's end parts them: a file may begin on a Friday. */
function sparseBars(openTimesUtcMs: Float64Array, lengthMs: number): number {
  const count = barsBefore(openTimesUtcMs, (spacingMs) => spacingMs < coarserRatioMin * lengthMs);
  const head = openTimesUtcMs.subarray(0, count + 1);
  return head.some((openMs, index) => index > 0 && openMs - (head[index - 1] ?? 0) < weekEndMs) ? count : 0;
}
