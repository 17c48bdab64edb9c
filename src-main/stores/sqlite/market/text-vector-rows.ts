import type { ReadableDb, WritableDb } from '../readable-db.ts';
import { nextRevisions } from './change-feed-rows.ts';

/** What a method made of a text. */
export interface EmbeddingRow {
  readonly textHash: string;
  readonly method: string;
  readonly packed: Uint8Array;
}

export const selectEmbedding = (db: ReadableDb, textHash: string, method: string): Uint8Array | null =>
  db
    .query<{ readonly packed: Uint8Array }>('SELECT packed FROM embeddings WHERE text_hash = ? AND method = ?')
    .first(textHash, method)?.packed ?? null;

/** Who has embedded a text already. */
export const selectMethodsOf = (db: ReadableDb, textHash: string): readonly string[] =>
  db
    .query<{ readonly method: string }>('SELECT method FROM embeddings WHERE text_hash = ? ORDER BY method')
    .all(textHash)
    .map(({ method }) => method);

/** The length of the vectors that a method makes, in bytes; null where it has made none yet. */
export const selectPackedLength = (db: ReadableDb, method: string): number | null =>
  db
    .query<{ readonly length: number }>('SELECT length(packed) AS length FROM embeddings WHERE method = ? LIMIT 1')
    .first(method)?.length ?? null;

export function upsertEmbedding(db: WritableDb, { textHash, method, packed }: EmbeddingRow): void {
  db.command(
    'INSERT INTO embeddings VALUES (?, ?, ?) ON CONFLICT (text_hash, method) DO UPDATE SET packed = excluded.packed',
  ).run(textHash, method, packed);
}

/** A record's vector by a method is now the one of this text; null where there is none of it yet. */
export function upsertTextVector(
  db: WritableDb,
  {
    method,
    recordId,
    textHash,
  }: { readonly method: string; readonly recordId: string; readonly textHash: string | null },
): void {
  db.command(
    `INSERT INTO text_vectors VALUES (?, ?, ?, ?)
     ON CONFLICT (method, record_id) DO UPDATE SET text_hash = excluded.text_hash, revision = excluded.revision`,
  ).run(method, recordId, textHash, nextRevisions(db, 'vectors', 1));
}

/** The text of which a record's vector by a method is; null where it has none. */
export const selectTextVectorHash = (db: ReadableDb, method: string, recordId: string): string | null =>
  db
    .query<{ readonly textHash: string | null }>(
      'SELECT text_hash AS textHash FROM text_vectors WHERE method = ? AND record_id = ?',
    )
    .first(method, recordId)?.textHash ?? null;

/** Methods by which a record stands among the vectors, or stood. */
export const selectMethodsOfRecord = (db: ReadableDb, recordId: string): readonly string[] =>
  selectTextMethods(db).filter(
    (method) =>
      db.query('SELECT 1 FROM text_vectors WHERE method = ? AND record_id = ?').first(method, recordId) !== undefined,
  );

/** Every method that has embedded a text of those that are there, by its name: one step of the index each. */
export const selectTextMethods = (db: ReadableDb): readonly string[] =>
  db
    .query<{ readonly method: string | null }>(
      `WITH RECURSIVE methods (method) AS (
         SELECT min(method) FROM text_vectors
         UNION ALL
         SELECT (SELECT min(method) FROM text_vectors WHERE method > methods.method) FROM methods WHERE methods.method IS NOT NULL)
       SELECT method FROM methods WHERE method IS NOT NULL`,
    )
    .all()
    .flatMap(({ method }) => (method === null ? [] : [method]));

export interface TextVectorRow {
  readonly revision: number;
  readonly method: string;
  readonly recordId: string;
  readonly symbol: string;
  readonly knownAtUtcMs: number;
  /** Null where the method has not embedded the text as it is now. */
  readonly packed: Uint8Array | null;
}

const joined = `text_vectors AS vector
  CROSS JOIN texts USING (record_id)
  LEFT JOIN embeddings ON embeddings.text_hash = vector.text_hash AND embeddings.method = vector.method`;

const columns = `vector.revision, vector.method, record_id AS recordId, texts.symbol, texts.known_at_utc_ms AS knownAtUtcMs, packed`;

/** In the order of their revisions. */
export const selectTextVectorChanges = (
  db: ReadableDb,
  afterRevision: number,
  limit: number,
): readonly TextVectorRow[] =>
  db
    .query<TextVectorRow>(`SELECT ${columns} FROM ${joined} WHERE vector.revision > ? ORDER BY vector.revision LIMIT ?`)
    .all(afterRevision, limit);

/** Of one method behind a record. Those that are there only. */
export const selectTextVectorsOf = (
  db: ReadableDb,
  method: string,
  afterRecordId: string,
  limit: number,
): readonly TextVectorRow[] =>
  db
    .query<TextVectorRow>(
      `SELECT ${columns} FROM ${joined}
       WHERE vector.method = ? AND vector.record_id > ? AND vector.text_hash IS NOT NULL ORDER BY vector.record_id LIMIT ?`,
    )
    .all(method, afterRecordId, limit);
