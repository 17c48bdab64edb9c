import { chainLinkSchema } from '#shared/contract/memory.ts';
import type { LinkKind, RecordId } from '#shared/trading/record-id.ts';
import type { GraphChange, GraphLink } from '#main/ports/graph-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

export const isLinkThere = (db: ReadableDb, { from, kind, to }: GraphLink): boolean =>
  db
    .query('SELECT 1 FROM graph_links WHERE from_id = ? AND kind = ? AND to_id = ? AND is_removed = 0')
    .first(from, kind, to) !== undefined;

export const isLinked = (db: ReadableDb, id: RecordId): boolean =>
  db.query('SELECT 1 FROM graph_links WHERE from_id = ? AND is_removed = 0 LIMIT 1').first(id) !== undefined ||
  db.query('SELECT 1 FROM graph_links WHERE to_id = ? AND is_removed = 0 LIMIT 1').first(id) !== undefined;

export function upsertLink(db: WritableDb, { from, kind, to }: GraphLink, revision: number): void {
  db.command('INSERT OR REPLACE INTO graph_links VALUES (?, ?, ?, 0, ?)').run(from, kind, to, revision);
}

export function markLinkRemoved(db: WritableDb, { from, kind, to }: GraphLink, revision: number): void {
  const sql = 'UPDATE graph_links SET is_removed = 1, revision = ? WHERE from_id = ? AND kind = ? AND to_id = ?';
  db.command(sql).run(revision, from, kind, to);
}

interface LinkRow {
  readonly from: string;
  readonly kind: string;
  readonly to: string;
}

const columns = 'from_id AS "from", kind, to_id AS "to"';

/** All that touch some records, each once, in no order. */
export const selectLinksOf = (db: ReadableDb, ids: readonly RecordId[]): readonly GraphLink[] => {
  const wanted = JSON.stringify(ids);
  return db
    .query<LinkRow>(
      `SELECT ${columns} FROM graph_links WHERE from_id IN (SELECT value FROM json_each(?)) AND is_removed = 0
       UNION
       SELECT ${columns} FROM graph_links WHERE to_id IN (SELECT value FROM json_each(?)) AND is_removed = 0`,
    )
    .all(wanted, wanted)
    .map(linkOf);
};

export const selectLinksFrom = (db: ReadableDb, id: RecordId, kind: LinkKind): readonly GraphLink[] =>
  db
    .query<LinkRow>(
      `SELECT ${columns} FROM graph_links WHERE from_id = ? AND kind = ? AND is_removed = 0 ORDER BY to_id`,
    )
    .all(id, kind)
    .map(linkOf);

/** By their ends, from behind one on; null is from the first. */
export const selectLinksBehind = (db: ReadableDb, after: GraphLink | null, limit: number): readonly GraphLink[] =>
  db
    .query<LinkRow>(
      `SELECT ${columns} FROM graph_links WHERE (from_id, kind, to_id) > (?, ?, ?) AND is_removed = 0
       ORDER BY from_id, kind, to_id LIMIT ?`,
    )
    .all(after?.from ?? '', after?.kind ?? '', after?.to ?? '', limit)
    .map(linkOf);

interface ChangeRow extends LinkRow {
  readonly isRemoved: number;
  readonly revision: number;
}

/** In the order of their revisions. */
export const selectLinkChanges = (db: ReadableDb, after: number, limit: number): readonly GraphChange[] =>
  db
    .query<ChangeRow>(
      `SELECT ${columns}, is_removed AS isRemoved, revision FROM graph_links WHERE revision > ? ORDER BY revision LIMIT ?`,
    )
    .all(after, limit)
    .map((row) => ({
      kind: row.isRemoved === 1 ? 'removedLink' : 'putLink',
      link: linkOf(row),
      revision: row.revision,
    }));

export const countLinks = (db: ReadableDb): number => countOf(db, 'is_removed = 0');

export const countLinkChanges = (db: ReadableDb, after: number): number => countOf(db, 'revision > ?', after);

const countOf = (db: ReadableDb, where: string, ...values: readonly number[]): number =>
  db.query<{ readonly count: number }>(`SELECT count(*) AS count FROM graph_links WHERE ${where}`).first(...values)
    ?.count ?? 0;

const linkOf = ({ from, kind, to }: LinkRow): GraphLink => chainLinkSchema.parse({ from, kind, to });
