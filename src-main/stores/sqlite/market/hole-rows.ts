import { holeSchema, type Hole } from '#shared/market/hole.ts';
import type { HoleCounts } from '#main/ports/sync-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

interface HoleRow extends Omit<Hole, 'isEmptyAtSource'> {
  readonly isEmptyAtSource: number;
}

interface Span {
  readonly fromUtcMs: number;
  /** Exclusive. */
  readonly toUtcMs: number;
}

/** Holes of a series never overlap: of those that began before the span only the last can reach into it. */
const touching = `series_id = ? AND from_utc_ms < ? AND to_utc_ms > ? AND from_utc_ms >= coalesce(
  (SELECT max(from_utc_ms) FROM holes WHERE series_id = ? AND from_utc_ms <= ?), 0)`;

const touchingValues = (seriesId: number, { fromUtcMs, toUtcMs }: Span): readonly number[] => [
  seriesId,
  toUtcMs,
  fromUtcMs,
  seriesId,
  fromUtcMs,
];

export const selectHoles = (db: ReadableDb, seriesId: number, span: Span): readonly Hole[] =>
  db
    .query<HoleRow>(
      `SELECT from_utc_ms AS fromUtcMs, to_utc_ms AS toUtcMs, kind, missing_bars AS missingBars, attempts,
         is_empty_at_source AS isEmptyAtSource
       FROM holes WHERE ${touching} ORDER BY from_utc_ms`,
    )
    .all(...touchingValues(seriesId, span))
    .map((row) => holeSchema.parse({ ...row, isEmptyAtSource: row.isEmptyAtSource === 1 }));

export function deleteHoles(db: WritableDb, seriesId: number, span: Span): void {
  db.command(`DELETE FROM holes WHERE ${touching}`).run(...touchingValues(seriesId, span));
}

export function insertHoles(db: WritableDb, seriesId: number, holes: readonly Hole[]): void {
  const insert = db.command('INSERT INTO holes VALUES (?, ?, ?, ?, ?, ?, ?)');
  for (const hole of holes)
    insert.run(
      seriesId,
      hole.fromUtcMs,
      hole.toUtcMs,
      hole.kind,
      hole.missingBars,
      hole.attempts,
      hole.isEmptyAtSource ? 1 : 0,
    );
}

export const selectHoleCounts = (db: ReadableDb, seriesId: number): HoleCounts =>
  db
    .query<HoleCounts>(
      `SELECT count(*) FILTER (WHERE kind <> 'unexpected') AS expected, count(*) FILTER (WHERE kind = 'unexpected') AS unexpected,
         coalesce(sum(missing_bars) FILTER (WHERE kind = 'unexpected'), 0) AS missingBars
       FROM holes WHERE series_id = ?`,
    )
    .first(seriesId) ?? noHoles;

export const noHoles: HoleCounts = { expected: 0, unexpected: 0, missingBars: 0 };
