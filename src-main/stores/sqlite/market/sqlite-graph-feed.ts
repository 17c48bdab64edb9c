import type { GraphChange } from '#main/ports/graph-store.ts';
import type { ChangeFeed } from '#main/ports/projection.ts';
import type { ReadableDb } from '../readable-db.ts';
import { selectChangeFeed } from './change-feed-rows.ts';
import { countLinkChanges, selectLinkChanges } from './graph-link-rows.ts';
import { countNodeChanges, selectNodeChanges } from './graph-node-rows.ts';

/** Changes of the embedded graph: nodes and links by their revisions. */
export function sqliteGraphFeed(db: ReadableDb): ChangeFeed<GraphChange> {
  return {
    epoch: () => selectChangeFeed(db, 'graph').epoch,
    after: (revision, limit) =>
      [...selectNodeChanges(db, revision, limit), ...selectLinkChanges(db, revision, limit)]
        .sort((a, b) => a.revision - b.revision)
        .slice(0, limit),
    newest: () => selectChangeFeed(db, 'graph').lastRevision,
    depth: (revision) => countNodeChanges(db, revision) + countLinkChanges(db, revision),
  };
}
