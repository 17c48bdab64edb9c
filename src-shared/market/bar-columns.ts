import { assertDefined } from '../base/assert.ts';
import { points } from '../units/points.ts';
import { price } from '../units/price.ts';
import { utcMs } from '../units/utc-ms.ts';
import type { Bar } from './bar.ts';

/**
 * Bars by the million, a column a member: what is read of a file, without an object for each row. The first `length` entries of each column
 * count. Times are UTC milliseconds and strictly increase, prices are bid prices, and NaN is unknown in volume and spread.
 */
export interface BarColumns {
  readonly length: number;
  readonly openTimeUtcMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly tickVolume: Float64Array;
  readonly spreadPoints: Float64Array;
}

/** Columns with room for so many bars, all of them zero. */
export function emptyBarColumns(capacity: number): BarColumns & { length: number } {
  const column = (): Float64Array => new Float64Array(capacity);
  return {
    length: 0,
    openTimeUtcMs: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    tickVolume: column(),
    spreadPoints: column(),
  };
}

/** One bar of the columns. */
export function barAt(columns: BarColumns, index: number): Bar {
  const at = (column: Float64Array): number => assertDefined(column[index], 'the columns reach so far');
  const tickVolume = at(columns.tickVolume);
  const spreadPoints = at(columns.spreadPoints);
  return {
    openTimeUtcMs: utcMs(at(columns.openTimeUtcMs)),
    open: price(at(columns.open)),
    high: price(at(columns.high)),
    low: price(at(columns.low)),
    close: price(at(columns.close)),
    tickVolume: Number.isNaN(tickVolume) ? null : tickVolume,
    spreadPoints: Number.isNaN(spreadPoints) ? null : points(spreadPoints),
  };
}

/** The bars from one index until before another. */
export const barsBetween = (columns: BarColumns, from: number, to: number): readonly Bar[] =>
  Array.from({ length: to - from }, (_, index) => barAt(columns, from + index));
