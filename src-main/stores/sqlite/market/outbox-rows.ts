import { z } from 'zod';
import { barSeriesSchema, type BarSeries } from '#shared/market/bar-series.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

/** A stretch of a series that has changed, and of which what follows from it has still to be derived. */
export interface OutboxEntry {
  readonly series: BarSeries;
  readonly fromUtcMs: number;
  /** Exclusive. */
  readonly toUtcMs: number;
  readonly createdAtUtcMs: number;
}

const keyOf = ({ symbol, timeframe, source, anchor }: BarSeries): string =>
  JSON.stringify([symbol, timeframe, source, anchor]);

const keySchema = z
  .tuple([z.string(), z.string(), z.string(), z.string()])
  .transform(([symbol, timeframe, source, anchor]) => ({ symbol, timeframe, source, anchor }))
  .pipe(barSeriesSchema);

/** How close two stretches lie that are told as one: over a weekend and a holiday beside it. */
const neighbouringMs = 4 * 86_400_000;

/**
 * Called in the transaction of the rows that it tells of. The newest entry of the same key that lies beside it, and that nobody has taken
 * yet, is told as one with it and under a new sequence: what waits is bounded by what has changed, not by how many batches it came in.
 */
export function addToOutbox(db: WritableDb, { series, ...entry }: OutboxEntry): void {
  const key = keyOf(series);
  const last = selectLast(db, key);
  const isBeside =
    last !== undefined &&
    last.fromUtcMs <= entry.toUtcMs + neighbouringMs &&
    last.toUtcMs >= entry.fromUtcMs - neighbouringMs;
  if (isBeside) db.command('DELETE FROM outbox WHERE sequence = ?').run(last.sequence);
  const fromUtcMs = isBeside ? Math.min(last.fromUtcMs, entry.fromUtcMs) : entry.fromUtcMs;
  const toUtcMs = isBeside ? Math.max(last.toUtcMs, entry.toUtcMs) : entry.toUtcMs;
  db.command(
    "INSERT INTO outbox (topic, key, from_utc_ms, to_utc_ms, created_at_utc_ms) VALUES ('bars', ?, ?, ?, ?)",
  ).run(key, fromUtcMs, toUtcMs, entry.createdAtUtcMs);
}

interface LastRow {
  readonly sequence: number;
  readonly fromUtcMs: number;
  readonly toUtcMs: number;
}

const selectLast = (db: ReadableDb, key: string): LastRow | undefined =>
  db
    .query<LastRow>(
      `SELECT sequence, from_utc_ms AS fromUtcMs, to_utc_ms AS toUtcMs FROM outbox WHERE topic = 'bars' AND key = ?
       ORDER BY sequence DESC LIMIT 1`,
    )
    .first(key);

export function takeFromOutbox(db: WritableDb, series: BarSeries): void {
  db.command("DELETE FROM outbox WHERE topic = 'bars' AND key = ?").run(keyOf(series));
}

export const selectWaitingSeries = (db: ReadableDb): readonly BarSeries[] =>
  db
    .query<{ readonly key: string }>('SELECT DISTINCT key FROM outbox ORDER BY key')
    .all()
    .map(({ key }) => keySchema.parse(JSON.parse(key)));

/** How many series wait. */
export const selectOutboxDepth = (db: ReadableDb): number =>
  db.query<{ readonly depth: number }>('SELECT count(DISTINCT key) AS depth FROM outbox').first()?.depth ?? 0;
