import type { ReadableDb } from '../readable-db.ts';

/** Rows of all collections that changed after a revision; no more than so many are looked at in each. */
export const countChangesUpTo = (db: ReadableDb, afterRevision: number, limit: number): number =>
  db
    .query<{ readonly changes: number }>(
      `SELECT (SELECT count(*) FROM (SELECT 1 FROM states WHERE revision > ? LIMIT ?))
            + (SELECT count(*) FROM (SELECT 1 FROM situations WHERE revision > ? LIMIT ?))
            + (SELECT count(*) FROM (SELECT 1 FROM text_vectors WHERE revision > ? LIMIT ?)) AS changes`,
    )
    .first(afterRevision, limit, afterRevision, limit, afterRevision, limit)?.changes ?? 0;
