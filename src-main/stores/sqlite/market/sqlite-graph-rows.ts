import { assert } from '#shared/base/assert.ts';
import type { GraphRows } from '#main/ports/graph-store.ts';
import type { WritableDb } from '../readable-db.ts';
import { nextRevisions } from './change-feed-rows.ts';
import {
  isLinked,
  isLinkThere,
  markLinkRemoved,
  selectLinksFrom,
  selectLinksOf,
  upsertLink,
} from './graph-link-rows.ts';
import { holdsNode, isNodeThere, markNodeRemoved, upsertNode } from './graph-node-rows.ts';

/** The embedded graph's rows for their writer. Each change bears a revision of its own, given in the transaction of the row. */
export function sqliteGraphRows(db: WritableDb): GraphRows {
  const revision = (): number => nextRevisions(db, 'graph', 1);
  return {
    putNode: (node) =>
      db.transaction(() => {
        if (!holdsNode(db, node)) upsertNode(db, node, revision());
      }),
    putLink: (link) =>
      db.transaction(() => {
        if (isLinkThere(db, link)) return;
        for (const id of [link.from, link.to])
          assert(isNodeThere(db, id), () => `${link.kind} joins ${link.from} with ${link.to}, and there is no ${id}`);
        upsertLink(db, link, revision());
      }),
    removeNode: (id) =>
      db.transaction(() => {
        for (const link of selectLinksOf(db, [id])) markLinkRemoved(db, link, revision());
        if (isNodeThere(db, id)) markNodeRemoved(db, id, revision());
      }),
    removeLink: (link) =>
      db.transaction(() => {
        if (isLinkThere(db, link)) markLinkRemoved(db, link, revision());
      }),
    has: (id) => isNodeThere(db, id),
    isLinked: (id) => isLinked(db, id),
    linksFrom: (id, kind) => selectLinksFrom(db, id, kind),
  };
}
