import { assertDefined } from '#shared/base/assert.ts';
import { terminalSource } from '#shared/market/bar-series.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { TickCursor, TickSpan, TickSummary } from '#main/ports/tick-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

export const selectTickSeriesId = (db: ReadableDb, symbol: string, source: string): number | null =>
  db
    .query<{
      readonly tickSeriesId: number;
    }>('SELECT tick_series_id AS tickSeriesId FROM tick_series WHERE symbol = ? AND source = ?')
    .first(symbol, source)?.tickSeriesId ?? null;

export function ensureTickSeries(db: WritableDb, symbol: string, source: string): number {
  const known = selectTickSeriesId(db, symbol, source);
  if (known !== null) return known;
  db.command('INSERT INTO tick_series (symbol, source) VALUES (?, ?)').run(symbol, source);
  return assertDefined(selectTickSeriesId(db, symbol, source), 'the series was just made');
}

/** Null before the first live ticks. */
export function selectTickCursor(db: ReadableDb, symbol: string): TickCursor | null {
  const row = db
    .query<TickCursor>(
      `SELECT stamp_ms AS stampMs, taken_at_stamp AS takenAtStamp FROM tick_series
       WHERE symbol = ? AND source = ? AND stamp_ms IS NOT NULL`,
    )
    .first(symbol, terminalSource);
  return row ?? null;
}

export function updateTickCursor(db: WritableDb, tickSeriesId: number, { stampMs, takenAtStamp }: TickCursor): void {
  db.command('UPDATE tick_series SET stamp_ms = ?, taken_at_stamp = ? WHERE tick_series_id = ?').run(
    stampMs,
    takenAtStamp,
    tickSeriesId,
  );
}

export function addToTickCount(db: WritableDb, tickSeriesId: number, added: number): void {
  db.command('UPDATE tick_series SET tick_count = tick_count + ? WHERE tick_series_id = ?').run(added, tickSeriesId);
}

interface SummaryRow {
  readonly symbol: string;
  readonly count: number;
  readonly firstUtcMs: number | null;
  readonly lastUtcMs: number | null;
}

/** What a tick takes of the file: its cell in a page that is filled in order, with the page's own share. */
const bytesPerTick = 29;

/** The count is kept and the ends come from the primary key, so that a month of ticks costs no more than a day. */
export const selectTickSummaries = (db: ReadableDb): readonly TickSummary[] =>
  db
    .query<SummaryRow>(
      `SELECT symbol, tick_count AS count,
         (SELECT min(occurred_at_utc_ms) FROM ticks WHERE ticks.tick_series_id = tick_series.tick_series_id) AS firstUtcMs,
         (SELECT max(occurred_at_utc_ms) FROM ticks WHERE ticks.tick_series_id = tick_series.tick_series_id) AS lastUtcMs
       FROM tick_series WHERE source = ? ORDER BY symbol`,
    )
    .all(terminalSource)
    .map(({ symbol, count, firstUtcMs, lastUtcMs }) => ({
      symbol,
      count,
      bytes: count * bytesPerTick,
      firstUtcMs: firstUtcMs === null ? null : utcMs(firstUtcMs),
      lastUtcMs: lastUtcMs === null ? null : utcMs(lastUtcMs),
    }));

/** Sources without a tick left are none. */
export const selectTickSpans = (db: ReadableDb, symbol: string): readonly TickSpan[] =>
  db
    .query<Pick<SummaryRow, 'firstUtcMs' | 'lastUtcMs'> & { readonly source: string }>(
      `SELECT source,
         (SELECT min(occurred_at_utc_ms) FROM ticks WHERE ticks.tick_series_id = tick_series.tick_series_id) AS firstUtcMs,
         (SELECT max(occurred_at_utc_ms) FROM ticks WHERE ticks.tick_series_id = tick_series.tick_series_id) AS lastUtcMs
       FROM tick_series WHERE symbol = ? ORDER BY source`,
    )
    .all(symbol)
    .flatMap(({ source, firstUtcMs, lastUtcMs }) =>
      firstUtcMs === null || lastUtcMs === null
        ? []
        : [{ source, firstUtcMs: utcMs(firstUtcMs), lastUtcMs: utcMs(lastUtcMs) }],
    );
