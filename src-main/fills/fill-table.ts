/**
 * The bars that orders are filled on, finest first where finer ones are stored, as plain arrays of one length (over shared memory in a
 * backtest). Rows are in order and never overlap; they may be of different lengths where finer bars begin. Prices are bid prices.
 */
export interface FillTable {
  readonly length: number;
  readonly openTimeUtcMs: Float64Array;
  readonly closeTimeUtcMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Estimated, as a difference of prices, never NaN: see estimate-spread.ts. */
  readonly spread: Float64Array;
  /** Loss in account currency of one lot that the price moves against by one tick size, by the rate at the row's opening. */
  readonly tickValue: Float64Array | number;
}
