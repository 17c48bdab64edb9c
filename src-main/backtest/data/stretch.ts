import type { BarSeries } from '#shared/market/bar-series.ts';
import { sharedFloat64 } from './shared-float64.ts';

/**
 * Closed bars in order, none of which overlaps another, as columns of one length. Where several series stand behind them `seriesOf` says which of
 * `series` a row is of. Prices are bid prices, spreads are differences of prices, and NaN is unknown in volume and spread.
 */
export interface Stretch {
  readonly length: number;
  readonly openTimeUtcMs: Float64Array;
  readonly closeTimeUtcMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly tickVolume: Float64Array;
  readonly spread: Float64Array;
  /** Finest first. */
  readonly series: readonly BarSeries[];
  /** Index into `series`; null where there is one. */
  readonly seriesOf: Uint8Array | null;
}

export const stretchColumns = [
  ...(['openTimeUtcMs', 'closeTimeUtcMs', 'open', 'high', 'low', 'close', 'tickVolume', 'spread'] as const),
] as const satisfies readonly (keyof Stretch)[];

export type StretchColumns = Readonly<Record<(typeof stretchColumns)[number], Float64Array>>;

/** Room for so many bars, in memory that threads share. */
export const emptyColumns = (length: number): StretchColumns => ({
  openTimeUtcMs: sharedFloat64(length),
  closeTimeUtcMs: sharedFloat64(length),
  open: sharedFloat64(length),
  high: sharedFloat64(length),
  low: sharedFloat64(length),
  close: sharedFloat64(length),
  tickVolume: sharedFloat64(length),
  spread: sharedFloat64(length),
});

/** The rows from one index until before another, over the same memory. */
export function rowsOf(stretch: Stretch, from: number, to: number): Stretch {
  if (from === 0 && to === stretch.length) return stretch;
  const cut = (column: Float64Array): Float64Array => column.subarray(from, to);
  return {
    length: to - from,
    openTimeUtcMs: cut(stretch.openTimeUtcMs),
    closeTimeUtcMs: cut(stretch.closeTimeUtcMs),
    open: cut(stretch.open),
    high: cut(stretch.high),
    low: cut(stretch.low),
    close: cut(stretch.close),
    tickVolume: cut(stretch.tickVolume),
    spread: cut(stretch.spread),
    series: stretch.series,
    seriesOf: stretch.seriesOf?.subarray(from, to) ?? null,
  };
}

/** How many of the numbers, which increase, lie below a bound. */
export function countBelow(numbers: Float64Array, bound: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? Infinity) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
