import { assertDefined } from '#shared/base/assert.ts';
import { barSeriesSchema, type BarSeries } from '#shared/market/bar-series.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { SeriesSummary } from '#main/ports/bar-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

/** Null where nothing was ever told of it. */
export const selectSeriesId = (db: ReadableDb, series: BarSeries): number | null =>
  db
    .query<{
      readonly seriesId: number;
    }>('SELECT series_id AS seriesId FROM bar_series WHERE symbol = ? AND timeframe = ? AND source = ? AND anchor = ?')
    .first(series.symbol, series.timeframe, series.source, series.anchor)?.seriesId ?? null;

/** The series' id; it is made where it is missing, and counts as absent for readers until it has a bar. */
export function ensureSeries(db: WritableDb, series: BarSeries): number {
  const known = selectSeriesId(db, series);
  if (known !== null) return known;
  db.command('INSERT INTO bar_series (symbol, timeframe, source, anchor) VALUES (?, ?, ?, ?)').run(
    series.symbol,
    series.timeframe,
    series.source,
    series.anchor,
  );
  return assertDefined(selectSeriesId(db, series), 'the series was just made');
}

export function addToBarCount(db: WritableDb, seriesId: number, inserted: number): void {
  db.command('UPDATE bar_series SET bar_count = bar_count + ? WHERE series_id = ?').run(inserted, seriesId);
}

interface SeriesRow {
  readonly symbol: string;
  readonly timeframe: string;
  readonly source: string;
  readonly anchor: string;
}

export const selectSeriesOf = (db: ReadableDb, symbol: string, timeframe: Timeframe): readonly BarSeries[] =>
  db
    .query<SeriesRow>(
      'SELECT symbol, timeframe, source, anchor FROM bar_series WHERE symbol = ? AND timeframe = ? AND bar_count > 0 ORDER BY source, anchor',
    )
    .all(symbol, timeframe)
    .map((row) => barSeriesSchema.parse(row));

interface SummaryRow extends SeriesRow {
  readonly count: number;
  readonly firstUtcMs: number;
  readonly lastUtcMs: number;
}

/** The ends come from the primary key and the count is kept, so that years of M1 cost no more than a day. */
export const selectSummaries = (db: ReadableDb): readonly SeriesSummary[] =>
  db
    .query<SummaryRow>(
      `SELECT symbol, timeframe, source, anchor, bar_count AS count,
         (SELECT min(open_time_utc_ms) FROM bars WHERE bars.series_id = bar_series.series_id) AS firstUtcMs,
         (SELECT max(open_time_utc_ms) FROM bars WHERE bars.series_id = bar_series.series_id) AS lastUtcMs
       FROM bar_series WHERE bar_count > 0 ORDER BY symbol, timeframe, source, anchor`,
    )
    .all()
    .map(({ count, firstUtcMs, lastUtcMs, ...series }) => ({
      series: barSeriesSchema.parse(series),
      count,
      firstUtcMs: utcMs(firstUtcMs),
      lastUtcMs: utcMs(lastUtcMs),
    }));
