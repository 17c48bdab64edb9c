import type { Bar } from '#shared/market/bar.ts';

/** A bar whose row stands after one of the same or a later time. */
export interface LateBar {
  readonly bar: Bar;
  readonly line: number;
  readonly text: string;
}

export interface MergedBars {
  /** Strictly increasing. */
  readonly bars: readonly Bar[];
  /** Late bars that equal the one of their time. */
  readonly duplicates: number;
  /** Late bars that say otherwise than the row that came first for their time: which of the two is right cannot be known here. */
  readonly contradictions: readonly LateBar[];
}

/** Puts late bars where they belong among bars in order; of two with one time the one whose row came first stays. */
export function mergeLateBars(inOrder: readonly Bar[], late: readonly LateBar[]): MergedBars {
  if (late.length === 0) return { bars: inOrder, duplicates: 0, contradictions: [] };
  const waiting = late.toSorted((a, b) => a.bar.openTimeUtcMs - b.bar.openTimeUtcMs || a.line - b.line);
  const bars: Bar[] = [];
  const contradictions: LateBar[] = [];
  let duplicates = 0;
  let next = 0;
  const placeBefore = (limitMs: number): void => {
    for (let one = waiting[next]; one !== undefined && one.bar.openTimeUtcMs < limitMs; one = waiting[++next]) {
      const last = bars.at(-1);
      if (last?.openTimeUtcMs !== one.bar.openTimeUtcMs) bars.push(one.bar);
      else if (isSameBar(last, one.bar)) duplicates += 1;
      else contradictions.push(one);
    }
  };
  for (const bar of inOrder) {
    placeBefore(bar.openTimeUtcMs);
    bars.push(bar);
  }
  placeBefore(Infinity);
  return { bars, duplicates, contradictions };
}

/** Figures come from the same text here, so equal means equal: no tolerance. */
const isSameBar = (a: Bar, b: Bar): boolean =>
  a.open === b.open &&
  a.high === b.high &&
  a.low === b.low &&
  a.close === b.close &&
  a.tickVolume === b.tickVolume &&
  a.spreadPoints === b.spreadPoints;
