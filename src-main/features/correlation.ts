import { numberAt as at } from './columns.ts';

/** Closed daily bars of one symbol, times increasing: a day is known by its opening, and usable from its close on. */
export interface DailyCloses {
  readonly openTimeUtcMs: Float64Array;
  readonly closeTimeUtcMs: Float64Array;
  readonly close: Float64Array;
}

export interface CorrelationWindow {
  /** Daily returns that are looked at. */
  readonly returnsMax: number;
  /** With fewer, nothing is known. */
  readonly returnsMin: number;
}

/** Half a year; a quarter of one says something. */
export const defaultCorrelationWindow: CorrelationWindow = { returnsMax: 120, returnsMin: 60 };

/** Row i holds from `fromUtcMs[i]` on, until the next one; NaN is unknown. */
export interface DailyCorrelations {
  readonly fromUtcMs: Float64Array;
  readonly correlation: Float64Array;
}

/**
 * Pearson's correlation of two symbols' daily log returns over a moving window, a row for each day that both have. A return spans from one such
 * day to the next: where one symbol missed a day, both returns are taken over it. The same numbers whichever symbol comes first.
 */
export function dailyCorrelations(
  one: DailyCloses,
  other: DailyCloses,
  { returnsMax, returnsMin }: CorrelationWindow = defaultCorrelationWindow,
): DailyCorrelations {
  const days = commonDays(one, other);
  const fromUtcMs = new Float64Array(days.length);
  const correlation = new Float64Array(days.length).fill(NaN);
  const x = new Float64Array(days.length);
  const y = new Float64Array(days.length);
  days.forEach(([i, j], row) => {
    fromUtcMs[row] = Math.max(at(one.closeTimeUtcMs, i), at(other.closeTimeUtcMs, j));
    const before = days[row - 1];
    if (before === undefined) return;
    x[row] = Math.log(at(one.close, i) / at(one.close, before[0]));
    y[row] = Math.log(at(other.close, j) / at(other.close, before[1]));
    const first = Math.max(1, row - returnsMax + 1);
    if (row - first + 1 >= returnsMin) correlation[row] = pearson(x, y, { first, end: row + 1 });
  });
  return { fromUtcMs, correlation };
}

/** What is known of two symbols as of a moment; null where it is nothing. */
export function correlationAt({ fromUtcMs, correlation }: DailyCorrelations, atUtcMs: number): number | null {
  const known = at(
    correlation,
    fromUtcMs.findLastIndex((from) => from <= atUtcMs),
  );
  return Number.isNaN(known) ? null : known;
}

/** Rows of both for each opening that both have. */
function commonDays(one: DailyCloses, other: DailyCloses): readonly (readonly [number, number])[] {
  const days: (readonly [number, number])[] = [];
  let j = 0;
  one.openTimeUtcMs.forEach((opening, i) => {
    while (at(other.openTimeUtcMs, j) < opening) j++;
    if (at(other.openTimeUtcMs, j) === opening) days.push([i, j]);
  });
  return days;
}

/** In two passes, so that returns of like size lose no digits. NaN where either never moved. */
function pearson(
  x: Float64Array,
  y: Float64Array,
  { first, end }: { readonly first: number; readonly end: number },
): number {
  const count = end - first;
  let meanX = 0;
  let meanY = 0;
  for (let row = first; row < end; row++) {
    meanX += at(x, row) / count;
    meanY += at(y, row) / count;
  }
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let row = first; row < end; row++) {
    const dx = at(x, row) - meanX;
    const dy = at(y, row) - meanY;
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}
