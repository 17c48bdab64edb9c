import { deadLetterSchema, type DeadLetter, type ProjectionName } from '#shared/contract/memory.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

/** One for a change of a target, however often it was refused. */
export function upsertDeadLetter(db: WritableDb, letter: DeadLetter): void {
  db.command(
    `INSERT INTO dead_letters (projection, target, key, fault, attempts, died_at_utc_ms) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (target, key) DO UPDATE SET projection = excluded.projection, fault = excluded.fault, attempts = excluded.attempts,
       died_at_utc_ms = excluded.died_at_utc_ms`,
  ).run(
    ...[letter.projection, letter.target, letter.key, JSON.stringify(letter.fault)],
    ...[letter.attempts, letter.diedAtUtcMs],
  );
}

interface LetterRow {
  readonly projection: string;
  readonly target: string;
  readonly key: string;
  readonly fault: string;
  readonly attempts: number;
  readonly diedAtUtcMs: number;
}

/** Newest first. */
export const selectDeadLetters = (db: ReadableDb, limit: number): readonly DeadLetter[] =>
  db
    .query<LetterRow>(
      `SELECT projection, target, key, fault, attempts, died_at_utc_ms AS diedAtUtcMs FROM dead_letters
       ORDER BY died_at_utc_ms DESC, letter_id DESC LIMIT ?`,
    )
    .all(limit)
    .map((row) => deadLetterSchema.parse({ ...row, fault: JSON.parse(row.fault) as unknown }));

export const countDeadLetters = (db: ReadableDb, projection: ProjectionName): number =>
  db
    .query<{ readonly letters: number }>('SELECT count(*) AS letters FROM dead_letters WHERE projection = ?')
    .first(projection)?.letters ?? 0;

/** Of one target, or of all. */
export function deleteDeadLetters(db: WritableDb, projection: ProjectionName, target: string | null): void {
  db.command('DELETE FROM dead_letters WHERE projection = ? AND target = coalesce(?, target)').run(projection, target);
}
