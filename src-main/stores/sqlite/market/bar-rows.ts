import type { Bar } from '#shared/market/bar.ts';
import { points } from '#shared/units/points.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

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

/** False where the series has a bar of that time already; that one stays. */
export const insertBar = (db: WritableDb, seriesId: number, bar: Bar): boolean =>
  db
    .command('INSERT INTO bars VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
    .run(seriesId, bar.openTimeUtcMs, bar.open, bar.high, bar.low, bar.close, bar.tickVolume, bar.spreadPoints) === 1;

export function selectBar(db: ReadableDb, seriesId: number, openTimeUtcMs: number): Bar | null {
  const row = db
    .query<BarRow>(`SELECT ${columns} FROM bars WHERE series_id = ? AND open_time_utc_ms = ?`)
    .first(seriesId, openTimeUtcMs);
  return row === undefined ? null : barOf(row);
}

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
