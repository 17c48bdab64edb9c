import { assertDefined } from '#shared/base/assert.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarColumns } from '#shared/market/bar-columns.ts';
import { points } from '#shared/units/points.ts';
import { price } from '#shared/units/price.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { BarGap } from '#main/ports/bar-store.ts';
import { insertRows } from '../insert-rows.ts';
import type { ReadableDb, SqlValue, WritableDb } from '../readable-db.ts';

interface BarRow {
  readonly openTimeUtcMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly tickVolume: number | null;
  readonly spreadPoints: number | null;
}

const columns = `open_time_utc_ms AS openTimeUtcMs, open, high, low, close, tick_volume AS tickVolume, spread_points AS spreadPoints`;

/** The rows of columns that are named by their indexes. */
export function insertBars(db: WritableDb, seriesId: number, offered: BarColumns, indexes: readonly number[]): void {
  const values: SqlValue[] = [];
  for (const index of indexes) values.push(seriesId, ...valuesAt(offered, index));
  insertRows(db, { table: 'bars', columns: 8 }, values);
}

/** What the row says becomes the bar of its time. */
export function updateBar(db: WritableDb, seriesId: number, offered: BarColumns, index: number): void {
  const [openTimeUtcMs, ...values] = valuesAt(offered, index);
  db.command(
    `UPDATE bars SET open = ?, high = ?, low = ?, close = ?, tick_volume = ?, spread_points = ?
     WHERE series_id = ? AND open_time_utc_ms = ?`,
  ).run(...values, seriesId, openTimeUtcMs);
}

/** Keeps the stored bar of a time beside the one that is about to supersede it. */
export function keepRevision(
  db: WritableDb,
  revision: { readonly seriesId: number; readonly openTimeUtcMs: number; readonly supersededAtUtcMs: UtcMs },
): void {
  db.command(
    `INSERT INTO bar_revisions (series_id, open_time_utc_ms, open, high, low, close, tick_volume, spread_points, superseded_at_utc_ms, reason)
     SELECT *, ?, 'corrected' FROM bars WHERE series_id = ? AND open_time_utc_ms = ?`,
  ).run(revision.supersededAtUtcMs, revision.seriesId, revision.openTimeUtcMs);
}

const valuesAt = (
  { openTimeUtcMs, open, high, low, close, tickVolume, spreadPoints }: BarColumns,
  index: number,
): readonly [number, ...(number | null)[]] => [
  assertDefined(openTimeUtcMs[index], 'the columns reach so far'),
  known(open[index]),
  known(high[index]),
  known(low[index]),
  known(close[index]),
  known(tickVolume[index]),
  known(spreadPoints[index]),
];

/** NaN is unknown in the columns, and NULL in the table. */
const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);

/** Bars of a stretch, both ends included, as arrays: open time, four prices, volume, spread. */
export const selectBarTuples = (
  db: ReadableDb,
  span: { readonly seriesId: number; readonly fromUtcMs: number; readonly throughUtcMs: number },
): readonly (readonly SqlValue[])[] =>
  db
    .query(
      `SELECT ${columns} FROM bars WHERE series_id = ? AND open_time_utc_ms BETWEEN ? AND ? ORDER BY open_time_utc_ms`,
    )
    .tuples(span.seriesId, span.fromUtcMs, span.throughUtcMs);

/** The newest bars that opened before a moment, oldest first. */
export const selectBarsBefore = (
  db: ReadableDb,
  range: { readonly seriesId: number; readonly beforeUtcMs: number; readonly limit: number },
): readonly Bar[] =>
  db
    .query<BarRow>(
      `SELECT ${columns} FROM bars WHERE series_id = ? AND open_time_utc_ms < ? ORDER BY open_time_utc_ms DESC LIMIT ?`,
    )
    .all(range.seriesId, range.beforeUtcMs, range.limit)
    .map(barOf)
    .reverse();

interface Span {
  readonly seriesId: number;
  readonly fromUtcMs: number;
  /** Exclusive. */
  readonly toUtcMs: number;
}

export const selectBarsBetween = (db: ReadableDb, span: Span, limit: number): readonly Bar[] =>
  db
    .query<BarRow>(
      `SELECT ${columns} FROM bars WHERE series_id = ? AND open_time_utc_ms >= ? AND open_time_utc_ms < ? ORDER BY open_time_utc_ms LIMIT ?`,
    )
    .all(span.seriesId, span.fromUtcMs, span.toUtcMs, limit)
    .map(barOf);

/** Of the same bars as `selectBarsBetween` the numbers alone, into columns from an index on; NULL is NaN there. Answers how many there were. */
export function readBarColumns(
  db: ReadableDb,
  span: Span & { readonly limit: number },
  into: Omit<BarColumns, 'length'>,
  at: number,
): number {
  const room = into.openTimeUtcMs.length - at;
  const rows = db
    .query(
      `SELECT ${columns} FROM bars WHERE series_id = ? AND open_time_utc_ms >= ? AND open_time_utc_ms < ? ORDER BY open_time_utc_ms LIMIT ?`,
    )
    .tuples(span.seriesId, span.fromUtcMs, span.toUtcMs, Math.min(span.limit, room));
  let index = at;
  for (const row of rows) {
    // The STRICT table holds numbers in these columns, and NULL in the last two at most.
    const [openTimeUtcMs, open, high, low, close, tickVolume, spreadPoints] = row as BarTuple;
    into.openTimeUtcMs[index] = openTimeUtcMs;
    into.open[index] = open;
    into.high[index] = high;
    into.low[index] = low;
    into.close[index] = close;
    into.tickVolume[index] = tickVolume ?? NaN;
    into.spreadPoints[index] = spreadPoints ?? NaN;
    index++;
  }
  return rows.length;
}

/** Open time, four prices, volume, spread. */
type BarTuple = [number, number, number, number, number, number | null, number | null];

/** Each bar beside the one before it, straight from the primary key. */
export const selectGaps = (db: ReadableDb, span: Span, lengthMs: number): readonly BarGap[] =>
  db
    .query<{ readonly lastBefore: number; readonly firstAfter: number }>(
      `SELECT lastBefore, firstAfter FROM (
         SELECT open_time_utc_ms AS firstAfter, lag(open_time_utc_ms) OVER (ORDER BY open_time_utc_ms) AS lastBefore
         FROM bars WHERE series_id = ? AND open_time_utc_ms >= ? AND open_time_utc_ms < ?
       ) WHERE firstAfter - lastBefore > ?`,
    )
    .all(span.seriesId, span.fromUtcMs, span.toUtcMs, lengthMs)
    .map(({ lastBefore, firstAfter }) => ({
      lastBeforeUtcMs: utcMs(lastBefore),
      firstAfterUtcMs: utcMs(firstAfter),
    }));

/** By the units' own constructors and not by the schema: a chart asks for thousands, and the table has checked what lies between the members. */
const barOf = (row: BarRow): Bar => ({
  openTimeUtcMs: utcMs(row.openTimeUtcMs),
  open: price(row.open),
  high: price(row.high),
  low: price(row.low),
  close: price(row.close),
  tickVolume: row.tickVolume,
  spreadPoints: row.spreadPoints === null ? null : points(row.spreadPoints),
});

/** A bar from such an array as `selectBarTuples` answers. */
export function barOfTuple(tuple: readonly SqlValue[]): Bar {
  // The STRICT table holds numbers in these columns, and NULL in the last two at most.
  const [openTimeUtcMs, open, high, low, close] = tuple as [number, number, number, number, number];
  const [tickVolume, spreadPoints] = tuple.slice(5) as [number | null, number | null];
  return barOf({ openTimeUtcMs, open, high, low, close, tickVolume, spreadPoints });
}
