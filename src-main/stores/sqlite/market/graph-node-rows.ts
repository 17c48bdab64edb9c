import { canonicalJson } from '#shared/base/canonical-json.ts';
import { recordFactsSchema } from '#shared/contract/memory.ts';
import { recordIdSchema, recordKindSchema, type RecordId } from '#shared/trading/record-id.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { GraphChange, GraphNode } from '#main/ports/graph-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

/** Whether the node is there and says the same, to the byte. */
export function holdsNode(db: ReadableDb, { id, kind, knownAtUtcMs, facts }: GraphNode): boolean {
  const stored = db.query<NodeRow>(`SELECT ${columns} FROM graph_nodes WHERE id = ? AND is_removed = 0`).first(id);
  return stored?.kind === kind && stored.knownAtUtcMs === knownAtUtcMs && stored.facts === canonicalJson(facts);
}

export const isNodeThere = (db: ReadableDb, id: RecordId): boolean =>
  db.query('SELECT 1 FROM graph_nodes WHERE id = ? AND is_removed = 0').first(id) !== undefined;

export function upsertNode(db: WritableDb, { id, kind, knownAtUtcMs, facts }: GraphNode, revision: number): void {
  const sql = 'INSERT OR REPLACE INTO graph_nodes VALUES (?, ?, ?, ?, 0, ?)';
  db.command(sql).run(id, kind, knownAtUtcMs, canonicalJson(facts), revision);
}

export function markNodeRemoved(db: WritableDb, id: RecordId, revision: number): void {
  db.command('UPDATE graph_nodes SET is_removed = 1, revision = ? WHERE id = ?').run(revision, id);
}

interface NodeRow {
  readonly id: string;
  readonly kind: string;
  readonly knownAtUtcMs: number | null;
  readonly facts: string;
}

const columns = 'id, kind, known_at_utc_ms AS knownAtUtcMs, facts';

/** Those that are there, in no order. */
export const selectNodes = (db: ReadableDb, ids: readonly RecordId[]): readonly GraphNode[] =>
  db
    .query<NodeRow>(
      `SELECT ${columns} FROM graph_nodes WHERE id IN (SELECT value FROM json_each(?)) AND is_removed = 0`,
    )
    .all(JSON.stringify(ids))
    .map(nodeOf);

/** By id, from behind one on. */
export const selectNodesBehind = (db: ReadableDb, id: string, limit: number): readonly GraphNode[] =>
  db
    .query<NodeRow>(`SELECT ${columns} FROM graph_nodes WHERE id > ? AND is_removed = 0 ORDER BY id LIMIT ?`)
    .all(id, limit)
    .map(nodeOf);

interface ChangeRow extends NodeRow {
  readonly isRemoved: number;
  readonly revision: number;
}

/** In the order of their revisions. */
export const selectNodeChanges = (db: ReadableDb, after: number, limit: number): readonly GraphChange[] =>
  db
    .query<ChangeRow>(
      `SELECT ${columns}, is_removed AS isRemoved, revision FROM graph_nodes WHERE revision > ? ORDER BY revision LIMIT ?`,
    )
    .all(after, limit)
    .map((row) => {
      const { revision } = row;
      if (row.isRemoved === 1) return { kind: 'removedNode', id: recordIdSchema.parse(row.id), revision };
      return { kind: 'putNode', node: nodeOf(row), revision };
    });

export const countNodes = (db: ReadableDb): number => countOf(db, 'is_removed = 0');

export const countNodeChanges = (db: ReadableDb, after: number): number => countOf(db, 'revision > ?', after);

const countOf = (db: ReadableDb, where: string, ...values: readonly number[]): number =>
  db.query<{ readonly count: number }>(`SELECT count(*) AS count FROM graph_nodes WHERE ${where}`).first(...values)
    ?.count ?? 0;

const nodeOf = (row: NodeRow): GraphNode => ({
  id: recordIdSchema.parse(row.id),
  kind: recordKindSchema.parse(row.kind),
  knownAtUtcMs: row.knownAtUtcMs === null ? null : utcMs(row.knownAtUtcMs),
  facts: recordFactsSchema.parse(JSON.parse(row.facts)),
});
