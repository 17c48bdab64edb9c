import type { BarSeries } from '#shared/market/bar-series.ts';
import { barCloses } from '#shared/market/bar-close.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { emptyColumns, type Stretch } from './stretch.ts';

/** The bars of one series as a stretch; spreads are in prices already. */
export function stretchOf(
  bars: readonly Bar[],
  { timeframe, source = 'import', anchor = 'hour' }: Partial<BarSeries> & Pick<BarSeries, 'timeframe'>,
): Stretch {
  const series: BarSeries = { symbol: 'XAUUSD', timeframe, source, anchor };
  const columns = emptyColumns(bars.length);
  const closeOf = barCloses(series);
  bars.forEach((bar, index) => {
    for (const name of ['openTimeUtcMs', 'open', 'high', 'low', 'close'] as const) columns[name][index] = bar[name];
    columns.closeTimeUtcMs[index] = closeOf(bar.openTimeUtcMs);
    columns.tickVolume[index] = bar.tickVolume ?? NaN;
    columns.spread[index] = bar.spreadPoints ?? NaN;
  });
  return { length: bars.length, ...columns, series: [series], seriesOf: null };
}

/** Bars that open at the given moments, each a little above the one before. */
export const barsAt = (moments: readonly string[]): readonly Bar[] =>
  moments.map((moment, index) => sampleBar({ openTimeUtcMs: Date.parse(moment), close: 2000 + index }));

/** A series of the bars that open at the given moments. */
export const stretchAt = (timeframe: Timeframe, ...moments: readonly string[]): Stretch =>
  stretchOf(barsAt(moments), { timeframe });

/** Which timeframe's bars open when: 'H1 2024-01-02T10:00'. */
export const told = ({ length, openTimeUtcMs, series, seriesOf }: Stretch): readonly string[] =>
  Array.from({ length }, (_, row) => {
    const at = new Date(openTimeUtcMs[row] ?? NaN).toISOString().slice(0, 16);
    return `${series[seriesOf?.[row] ?? 0]?.timeframe ?? '?'} ${at}`;
  });
