import type { Bar } from '#shared/market/bar.ts';
import { emptyBarColumns, type BarColumns } from '#shared/market/bar-columns.ts';

/** Bars as columns: the one shape in which they are compared and written. */
export function barColumnsOf(bars: readonly Bar[]): BarColumns {
  const columns = emptyBarColumns(bars.length);
  columns.length = bars.length;
  bars.forEach((bar, index) => {
    columns.openTimeUtcMs[index] = bar.openTimeUtcMs;
    columns.open[index] = bar.open;
    columns.high[index] = bar.high;
    columns.low[index] = bar.low;
    columns.close[index] = bar.close;
    columns.tickVolume[index] = bar.tickVolume ?? NaN;
    columns.spreadPoints[index] = bar.spreadPoints ?? NaN;
  });
  return columns;
}
