import type { Tick } from '#shared/market/quote.ts';
import { emptyTickColumns, type TickColumns } from '#shared/market/tick-columns.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { insertRows } from '../insert-rows.ts';
import type { ReadableDb, SqlValue, WritableDb } from '../readable-db.ts';

export interface TickKey {
  readonly occurredAtUtcMs: number;
  readonly ordinal: number;
}

/** Before the first tick. */
export const noTick: TickKey = { occurredAtUtcMs: -Infinity, ordinal: 0 };

export const selectNewestTick = (db: ReadableDb, tickSeriesId: number): TickKey =>
  db
    .query<TickKey>(
      `SELECT occurred_at_utc_ms AS occurredAtUtcMs, ordinal FROM ticks WHERE tick_series_id = ?
       ORDER BY occurred_at_utc_ms DESC, ordinal DESC LIMIT 1`,
    )
    .first(tickSeriesId) ?? noTick;

/**
 * Ticks of one millisecond are counted in the order in which they came. `newest` is the newest that may bear the time of one of them;
 * answers the newest that is stored then.
 */
export function insertTicks(
  db: WritableDb,
  batch: { readonly tickSeriesId: number; readonly ticks: readonly Tick[]; readonly newest: TickKey },
): TickKey {
  const { tickSeriesId, ticks } = batch;
  let { newest } = batch;
  let values: SqlValue[] = [];
  const flush = (): void => {
    insertRows(db, { table: 'ticks', columns: 5 }, values);
    values = [];
  };
  for (const { occurredAtUtcMs, bid, ask } of ticks) {
    // Only the table knows how many of its millisecond there are where the tick is older than the newest.
    if (occurredAtUtcMs < newest.occurredAtUtcMs) flush();
    const ordinal = ordinalAfter(newest, occurredAtUtcMs) ?? firstFreeOrdinal(db, tickSeriesId, occurredAtUtcMs);
    values.push(tickSeriesId, occurredAtUtcMs, ordinal, bid, ask);
    if (occurredAtUtcMs >= newest.occurredAtUtcMs) newest = { occurredAtUtcMs, ordinal };
  }
  flush();
  return newest;
}

/** Null where the tick is older than the newest. */
function ordinalAfter(newest: TickKey, occurredAtUtcMs: number): number | null {
  if (occurredAtUtcMs > newest.occurredAtUtcMs) return 0;
  return occurredAtUtcMs === newest.occurredAtUtcMs ? newest.ordinal + 1 : null;
}

const firstFreeOrdinal = (db: ReadableDb, tickSeriesId: number, occurredAtUtcMs: number): number =>
  db
    .query<{ readonly ordinal: number }>(
      `SELECT coalesce(max(ordinal) + 1, 0) AS ordinal FROM ticks WHERE tick_series_id = ? AND occurred_at_utc_ms = ?`,
    )
    .first(tickSeriesId, occurredAtUtcMs)?.ordinal ?? 0;

/** Answers how many there were. */
export const deleteTicksBetween = (
  db: WritableDb,
  tickSeriesId: number,
  span: { readonly fromUtcMs: number; readonly toUtcMs: number },
): number =>
  db
    .command('DELETE FROM ticks WHERE tick_series_id = ? AND occurred_at_utc_ms >= ? AND occurred_at_utc_ms < ?')
    .run(tickSeriesId, span.fromUtcMs, span.toUtcMs);

/** Deletes at most so many of the oldest before a moment. Answers how many. */
export function deleteOldestTicks(
  db: WritableDb,
  tickSeriesId: number,
  { beforeUtcMs, limit }: { readonly beforeUtcMs: number; readonly limit: number },
): number {
  const beyond = db
    .query<TickKey>(
      `SELECT occurred_at_utc_ms AS occurredAtUtcMs, ordinal FROM ticks WHERE tick_series_id = ? AND occurred_at_utc_ms < ?
       ORDER BY occurred_at_utc_ms, ordinal LIMIT 1 OFFSET ?`,
    )
    .first(tickSeriesId, beforeUtcMs, limit);
  const { occurredAtUtcMs, ordinal } = beyond ?? { occurredAtUtcMs: beforeUtcMs, ordinal: 0 };
  return db
    .command('DELETE FROM ticks WHERE tick_series_id = ? AND (occurred_at_utc_ms, ordinal) < (?, ?)')
    .run(tickSeriesId, occurredAtUtcMs, ordinal);
}

interface TickRow {
  readonly occurredAtUtcMs: number;
  readonly bid: number;
  readonly ask: number;
}

/** The newest before a moment, oldest first. */
export const selectTicksBefore = (
  db: ReadableDb,
  range: {
    readonly symbol: string;
    readonly tickSeriesId: number;
    readonly beforeUtcMs: number;
    readonly limit: number;
  },
): readonly Tick[] =>
  db
    .query<TickRow>(
      `SELECT occurred_at_utc_ms AS occurredAtUtcMs, bid, ask FROM ticks WHERE tick_series_id = ? AND occurred_at_utc_ms < ?
       ORDER BY occurred_at_utc_ms DESC, ordinal DESC LIMIT ?`,
    )
    .all(range.tickSeriesId, range.beforeUtcMs, range.limit)
    .map((row) => ({
      symbol: range.symbol,
      occurredAtUtcMs: utcMs(row.occurredAtUtcMs),
      bid: price(row.bid),
      ask: price(row.ask),
    }))
    .reverse();

/** The numbers of all ticks of a span, oldest first. */
export function readTickColumns(
  db: ReadableDb,
  span: { readonly tickSeriesId: number; readonly fromUtcMs: number; readonly toUtcMs: number },
): TickColumns {
  const rows = db
    .query(
      `SELECT occurred_at_utc_ms, bid, ask FROM ticks WHERE tick_series_id = ? AND occurred_at_utc_ms >= ? AND occurred_at_utc_ms < ?
       ORDER BY occurred_at_utc_ms, ordinal`,
    )
    .tuples(span.tickSeriesId, span.fromUtcMs, span.toUtcMs);
  const columns = emptyTickColumns(rows.length);
  rows.forEach((row, index) => {
    // The STRICT table holds numbers in these columns.
    const [occurredAtUtcMs, bid, ask] = row as [number, number, number];
    columns.occurredAtUtcMs[index] = occurredAtUtcMs;
    columns.bid[index] = bid;
    columns.ask[index] = ask;
  });
  return columns;
}
