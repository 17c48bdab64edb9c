import type { Column } from './columns.ts';

/**
 * Closed bars of one series as columns of one length: what features and strategies read. Row i is known at its `closeTimeUtcMs` and rests on
 * nothing later. Prices are bid prices. What is not known is NaN, never zero.
 */
export interface MarketColumns {
  readonly openTimeUtcMs: Column;
  /** When the bar is known; the next bar's opening by the broker's clock, not opening + length, on days of a clock change. */
  readonly closeTimeUtcMs: Column;
  readonly open: Column;
  readonly high: Column;
  readonly low: Column;
  readonly close: Column;
  readonly tickVolume: Column;
  /** Ask − bid, as a difference of prices. */
  readonly spread: Column;
  /** From the close to the nearest release of high impact for one of the symbol's currencies, before or after it; NaN outside the calendar's range. */
  readonly newsDistanceMs: Column;
  /** Bars without an unexpected hole between them, up to this one and with it: 1 is the first bar, or the first after a hole. */
  readonly barsSinceHole: Column;
}

/** One row of them. */
export type MarketRow = Readonly<Record<keyof MarketColumns, number>>;

/** In the order in which workers are handed them. */
export const marketColumnNames = [
  ...(['openTimeUtcMs', 'closeTimeUtcMs', 'open', 'high', 'low', 'close'] as const),
  ...(['tickVolume', 'spread', 'newsDistanceMs', 'barsSinceHole'] as const),
] as const satisfies readonly (keyof MarketColumns)[];
