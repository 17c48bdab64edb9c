import type { BarSeries } from '#shared/market/bar-series.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

/** What other stores are to hear of: a stretch of a series or of the calendar that has changed. */
export interface OutboxEntry {
  readonly topic: 'bars' | 'calendar';
  readonly key: string;
  readonly fromUtcMs: number;
  /** Exclusive. */
  readonly toUtcMs: number;
  readonly createdAtUtcMs: number;
}

export const seriesKey = ({ symbol, timeframe, source, anchor }: BarSeries): string =>
  JSON.stringify([symbol, timeframe, source, anchor]);

/** How close two stretches lie that are told as one: over a weekend and a holiday beside it. */
const neighbouringMs = 4 * 86_400_000;

/**
 * Called in the transaction of the rows that it tells of. The newest entry of the same key that lies beside it, and that nobody has taken
 * yet, is told as one with it and under a new sequence: what waits is bounded by what has changed, not by how many batches it came in.
 */
export function addToOutbox(db: WritableDb, entry: OutboxEntry): void {
  const last = selectLast(db, entry);
  const isBeside =
    last !== undefined &&
    last.fromUtcMs <= entry.toUtcMs + neighbouringMs &&
    last.toUtcMs >= entry.fromUtcMs - neighbouringMs;
  if (isBeside) db.command('DELETE FROM outbox WHERE sequence = ?').run(last.sequence);
  const fromUtcMs = isBeside ? Math.min(last.fromUtcMs, entry.fromUtcMs) : entry.fromUtcMs;
  const toUtcMs = isBeside ? Math.max(last.toUtcMs, entry.toUtcMs) : entry.toUtcMs;
  db.command('INSERT INTO outbox (topic, key, from_utc_ms, to_utc_ms, created_at_utc_ms) VALUES (?, ?, ?, ?, ?)').run(
    entry.topic,
    entry.key,
    fromUtcMs,
    toUtcMs,
    entry.createdAtUtcMs,
  );
}

interface LastRow {
  readonly sequence: number;
  readonly fromUtcMs: number;
  readonly toUtcMs: number;
}

const selectLast = (db: ReadableDb, { topic, key }: OutboxEntry): LastRow | undefined =>
  db
    .query<LastRow>(
      `SELECT sequence, from_utc_ms AS fromUtcMs, to_utc_ms AS toUtcMs FROM outbox WHERE topic = ? AND key = ?
       ORDER BY sequence DESC LIMIT 1`,
    )
    .first(topic, key);

export const selectOutboxDepth = (db: ReadableDb): number =>
  db.query<{ readonly depth: number }>('SELECT count(*) AS depth FROM outbox').first()?.depth ?? 0;
