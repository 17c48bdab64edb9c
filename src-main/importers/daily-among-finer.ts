import type { BarColumns } from '#shared/market/bar-columns.ts';
import { finerBarsWithin } from './finer-bars-within.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A row that stands for a day holds at least so many of the bars after it, and has a multiple of their range. */
const barsWithinMin = 8;
const rangeRatioMin = 2;
/** An hour may hold the day after it by chance, but not at one time of the day for two weeks. */
const runMin = 10;
/** From one day's bar to the next over holidays. */
const daysApartMax = 6;

/**
 * Finds the bars of a day that some exports put in the place of the first bar of each day, by their ranges, which hold those of the day's
 * other bars. Where they stand in a row, those between them that are a little off are of them too. Answers their indexes, in order.
 */
export function dailyAmongFiner(columns: BarColumns, lengthMs: number): readonly number[] {
  if (lengthMs * barsWithinMin > dayMs) return [];
  const openTimeAt = (index: number): number => columns.openTimeUtcMs[index] ?? Number.NaN;
  const runs: number[][] = [];
  for (let index = 0; index < columns.length; index += 1) {
    if (!isWide(columns, index) || finerBarsWithin(columns, index, 'D1') < barsWithinMin) continue;
    const run = runs.findLast((one) => isSameTimeOfDay(openTimeAt(one.at(-1) ?? 0), openTimeAt(index)));
    if (run === undefined) runs.push([index]);
    else run.push(index);
  }
  const found = runs.filter((run) => run.length >= runMin).flatMap((run) => [...run, ...between(run, columns)]);
  return [...new Set(found)].toSorted((a, b) => a - b);
}

/** Cheap, and true of few bars. */
function isWide({ high, low, length }: BarColumns, index: number): boolean {
  const rangeOf = (at: number): number => (high[at] ?? Number.NaN) - (low[at] ?? Number.NaN);
  const end = Math.min(length, index + 1 + barsWithinMin);
  let sum = 0;
  for (let next = index + 1; next < end; next += 1) sum += rangeOf(next);
  return rangeOf(index) * barsWithinMin > sum * rangeRatioMin && rangeOf(index) > 0;
}

/** Or an hour off, over a change of daylight saving. */
function isSameTimeOfDay(beforeMs: number, laterMs: number): boolean {
  const apartMs = laterMs - beforeMs;
  const offMs = Math.abs(apartMs - Math.round(apartMs / dayMs) * dayMs);
  return apartMs > hourMs && apartMs <= daysApartMax * dayMs && (offMs === 0 || offMs === hourMs);
}

/** Bars at whole days from the one of the run before them and from the one after them. */
function between(run: readonly number[], { openTimeUtcMs }: BarColumns): readonly number[] {
  const timeAt = (index: number): number => openTimeUtcMs[index] ?? Number.NaN;
  return run.flatMap((from, position) => {
    const to = run[position + 1] ?? from;
    const inner = Array.from({ length: Math.max(0, to - from - 1) }, (_, offset) => from + 1 + offset);
    const isOnGrid = (index: number): boolean =>
      (timeAt(index) - timeAt(from)) % dayMs === 0 && (timeAt(to) - timeAt(index)) % dayMs === 0;
    return inner.filter(isOnGrid);
  });
}
