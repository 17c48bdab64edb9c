import type { ProjectionName } from '#shared/contract/memory.ts';
import type { WritableDb } from '../readable-db.ts';
import { deleteMark } from './projection-mark-rows.ts';

/** What is derived, those that refer to others first. Embeddings are not: a model may not say the same again. */
const tables: Readonly<Record<ProjectionName, readonly string[]>> = {
  vectors: ['text_vectors', 'texts', 'situations', 'states', 'technical_indicators', 'indicator_sets'],
  graph: ['graph_links', 'graph_nodes'],
};

/** Drops what is derived and begins a new life of the rows, in one transaction. */
export function clearProjection(db: WritableDb, projection: ProjectionName): void {
  db.transaction(() => {
    emptyTables(db, tables[projection]);
    db.command('UPDATE change_feeds SET epoch = lower(hex(randomblob(16))), last_revision = 0 WHERE name = ?').run(
      projection,
    );
    deleteMark(db, `ledger:${projection}`);
  });
}

/**
 * Each is dropped and made again as it was: a table that refers to another is emptied row by row otherwise, which takes two seconds for a million
 * states; so it is a twentieth of one.
 */
function emptyTables(db: WritableDb, names: readonly string[]): void {
  const definitions = names.map((name) =>
    db
      .query<{ readonly sql: string }>(
        `SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC, name`,
      )
      .all(name)
      .map(({ sql }) => sql),
  );
  for (const name of names) db.command(`DROP TABLE ${name}`).run();
  for (const sql of definitions.toReversed().flat()) db.command(sql).run();
}
