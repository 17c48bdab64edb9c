import type { Column } from './columns.ts';
import type { FeatureTraits } from './feature.ts';
import type { MarketColumns } from './market-columns.ts';

/**
 * A feature with its parameters bound, as strategies ask for it. Both forms give the same bits; which one runs is the caller's to choose: live
 * appends a bar and takes one number, a backtest fills a whole column.
 */
export interface FeatureSpec extends FeatureTraits {
  /** Name and parameters, such as 'donchianHigh(55)': equal keys are equal columns, which runs over the same bars share. */
  readonly key: string;
  /** Bars that must hang together, without an unexpected hole among them, for the number to mean what it says; left out, all of the warm-up. */
  readonly contiguousBars?: number;
  /** A fresh stream. It is asked for every row from 0 on, in order, each once. */
  readonly start: () => RowFeature;
  /**
   * Row i of `out` is what the stream would say of row i; `out` is as long as the columns. What of the same market is filled already may show a shorter
   * way to the same bits.
   */
  readonly fill: (market: MarketColumns, out: Float64Array, filled?: FilledColumns) => void;
}

/** Whole columns of one market by their feature's key. */
export type FilledColumns = ReadonlyMap<string, Column>;

/** The number as of a row, NaN until it is defined: constant time, no allocation, nothing read beyond the row. */
export type RowFeature = (market: MarketColumns, index: number) => number;
