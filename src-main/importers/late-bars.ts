import type { BarColumns } from '#shared/market/bar-columns.ts';
import { growingBars, type BarFigures } from './growing-bars.ts';

/** What becomes of a bar whose row stands after one of the same or a later time. */
export type LateVerdict = 'taken' | 'duplicate' | 'contradiction';

export interface LateBars {
  readonly add: (openTimeUtcMs: number, figures: BarFigures) => LateVerdict;
  /** All bars, those in order and those that came late, strictly increasing. */
  readonly merged: () => BarColumns;
}

/**
 * Sets bars aside that come late, beside the bars in order that came before them. Of two rows with one time the first stays: one that repeats
 * it is a duplicate, one that says otherwise contradicts it, and which of the two is right cannot be known here.
 */
export function lateBars(inOrder: () => BarColumns): LateBars {
  const late = growingBars();
  const indexOf = new Map<number, number>();
  return {
    add: (openTimeUtcMs, figures) => {
      const before = indexAt(inOrder(), openTimeUtcMs);
      if (before !== null) return isSame(inOrder(), before, figures) ? 'duplicate' : 'contradiction';
      const known = indexOf.get(openTimeUtcMs);
      if (known !== undefined) return isSame(late.columns(), known, figures) ? 'duplicate' : 'contradiction';
      indexOf.set(openTimeUtcMs, late.columns().length);
      late.push(openTimeUtcMs, figures);
      return 'taken';
    },
    merged: () => merge(inOrder(), late.columns()),
  };
}

function indexAt({ openTimeUtcMs, length }: BarColumns, wantedMs: number): number | null {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((openTimeUtcMs[middle] ?? Infinity) < wantedMs) low = middle + 1;
    else high = middle;
  }
  return low < length && openTimeUtcMs[low] === wantedMs ? low : null;
}

/** Figures come from the same text here, so equal means equal: no tolerance. */
const isSame = (columns: BarColumns, index: number, figures: BarFigures): boolean =>
  columns.open[index] === figures.open &&
  columns.high[index] === figures.high &&
  columns.low[index] === figures.low &&
  columns.close[index] === figures.close &&
  Object.is(columns.tickVolume[index], figures.tickVolume) &&
  Object.is(columns.spreadPoints[index], figures.spreadPoints);

function merge(inOrder: BarColumns, late: BarColumns): BarColumns {
  if (late.length === 0) return inOrder;
  const lateTimes = late.openTimeUtcMs.subarray(0, late.length);
  const waiting = Uint32Array.from(lateTimes.keys()).sort((a, b) => (lateTimes[a] ?? 0) - (lateTimes[b] ?? 0));
  const all = growingBars();
  let next = 0;
  const placeBefore = (limitMs: number): void => {
    for (let at = waiting[next]; at !== undefined && (lateTimes[at] ?? Infinity) < limitMs; at = waiting[++next])
      all.push(lateTimes[at] ?? Number.NaN, figuresAt(late, at));
  };
  for (let at = 0; at < inOrder.length; at++) {
    const openMs = inOrder.openTimeUtcMs[at] ?? Number.NaN;
    placeBefore(openMs);
    all.push(openMs, figuresAt(inOrder, at));
  }
  placeBefore(Infinity);
  return all.columns();
}

const figuresAt = (columns: BarColumns, index: number): BarFigures => ({
  open: columns.open[index] ?? Number.NaN,
  high: columns.high[index] ?? Number.NaN,
  low: columns.low[index] ?? Number.NaN,
  close: columns.close[index] ?? Number.NaN,
  tickVolume: columns.tickVolume[index] ?? Number.NaN,
  spreadPoints: columns.spreadPoints[index] ?? Number.NaN,
});
