import type { ProjectionName } from '#shared/contract/memory.ts';
import { assertDefined } from '#shared/base/assert.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

/** A life of derived rows, and the newest revision that was given in it. */
export interface ChangeFeedRow {
  readonly epoch: string;
  readonly lastRevision: number;
}

export const selectChangeFeed = (db: ReadableDb, name: ProjectionName): ChangeFeedRow =>
  assertDefined(
    db.query<ChangeFeedRow>('SELECT epoch, last_revision AS lastRevision FROM change_feeds WHERE name = ?').first(name),
    'each feed has its row',
  );

/** Takes so many revisions, in the transaction of the rows that bear them, and answers the first: one update, however many rows there are. */
export function nextRevisions(db: WritableDb, name: ProjectionName, count: number): number {
  const { lastRevision } = selectChangeFeed(db, name);
  db.command('UPDATE change_feeds SET last_revision = last_revision + ? WHERE name = ?').run(count, name);
  return lastRevision + 1;
}
