import { recordIdSchema, type RecordId } from '#shared/trading/record-id.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { RememberedText } from '#main/ports/text-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

export interface TextRow {
  readonly recordId: string;
  readonly symbol: string;
  readonly knownAtUtcMs: number;
  readonly body: string;
  /** SHA-256 of the body: what its embeddings are known by. */
  readonly textHash: string;
  /** Of the last change: texts are embedded in that order. */
  readonly sequence: number;
}

const columns = 'record_id AS recordId, symbol, known_at_utc_ms AS knownAtUtcMs, body, text_hash AS textHash, sequence';

export const selectText = (db: ReadableDb, id: RecordId): TextRow | null =>
  db.query<TextRow>(`SELECT ${columns} FROM texts WHERE record_id = ?`).first(id) ?? null;

/** Behind all that are there. */
export function upsertText(db: WritableDb, row: Omit<TextRow, 'sequence'>): void {
  db.command(
    `INSERT INTO texts VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(sequence), 0) + 1 FROM texts))
     ON CONFLICT (record_id) DO UPDATE SET symbol = excluded.symbol, known_at_utc_ms = excluded.known_at_utc_ms,
       body = excluded.body, text_hash = excluded.text_hash, sequence = excluded.sequence`,
  ).run(row.recordId, row.symbol, row.knownAtUtcMs, row.body, row.textHash);
}

/** Texts that a method has not embedded as they are now, behind a sequence. */
export const selectTextsWithout = (
  db: ReadableDb,
  method: string,
  behind: { readonly sequence: number; readonly limit: number },
): readonly TextRow[] =>
  db
    .query<TextRow>(
      `SELECT ${columns} FROM texts WHERE sequence > ? AND NOT EXISTS (
         SELECT 1 FROM text_vectors AS done
         WHERE done.method = ? AND done.record_id = texts.record_id AND done.text_hash IS NOT NULL)
       ORDER BY sequence LIMIT ?`,
    )
    .all(behind.sequence, method, behind.limit);

export const selectNewestSequence = (db: ReadableDb): number =>
  db.query<{ readonly sequence: number | null }>('SELECT max(sequence) AS sequence FROM texts').first()?.sequence ?? 0;

export const selectRecordsOfText = (db: ReadableDb, textHash: string): readonly string[] =>
  db
    .query<{ readonly recordId: string }>(
      'SELECT record_id AS recordId FROM texts WHERE text_hash = ? ORDER BY record_id',
    )
    .all(textHash)
    .map(({ recordId }) => recordId);

export const textOf = ({ recordId, symbol, knownAtUtcMs, body }: TextRow): RememberedText => ({
  recordId: recordIdSchema.parse(recordId),
  symbol,
  knownAtUtcMs: utcMs(knownAtUtcMs),
  text: body,
});
