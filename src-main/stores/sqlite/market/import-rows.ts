import type { JsonValue } from '#shared/base/json-value.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { ImportKey, ImportLedger, ImportRecord } from '#main/ports/import-ledger.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

interface ImportRow {
  readonly contentHash: string;
  readonly reading: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly startedAtUtcMs: number;
  readonly finishedAtUtcMs: number | null;
  readonly recordsCommitted: number;
  readonly body: string;
}

const columns = `content_hash AS contentHash, reading, name, size_bytes AS sizeBytes, started_at_utc_ms AS startedAtUtcMs,
  finished_at_utc_ms AS finishedAtUtcMs, records_committed AS recordsCommitted, body`;

export function selectImport(db: ReadableDb, { contentHash, reading }: ImportKey): ImportRecord | null {
  const row = db
    .query<ImportRow>(`SELECT ${columns} FROM imported_files WHERE content_hash = ? AND reading = ?`)
    .first(contentHash, reading);
  return row === undefined ? null : importOf(row);
}

/** Newest first. */
export const selectImports = (db: ReadableDb, limit: number): readonly ImportRecord[] =>
  db
    .query<ImportRow>(`SELECT ${columns} FROM imported_files ORDER BY started_at_utc_ms DESC LIMIT ?`)
    .all(limit)
    .map(importOf);

export function replaceImport(db: WritableDb, begun: Parameters<ImportLedger['begin']>[0]): void {
  db.command('INSERT OR REPLACE INTO imported_files VALUES (?, ?, ?, ?, ?, NULL, 0, ?)').run(
    begun.contentHash,
    begun.reading,
    begun.name,
    begun.sizeBytes,
    begun.startedAtUtcMs,
    JSON.stringify(begun.body),
  );
}

/** Answers how many imports there were under the key: none or one. */
export const updateImportProgress = (
  db: WritableDb,
  { contentHash, reading }: ImportKey,
  progress: { readonly recordsCommitted: number; readonly body: JsonValue },
): number =>
  db
    .command('UPDATE imported_files SET records_committed = ?, body = ? WHERE content_hash = ? AND reading = ?')
    .run(progress.recordsCommitted, JSON.stringify(progress.body), contentHash, reading);

export const updateImportEnd = (
  db: WritableDb,
  { contentHash, reading }: ImportKey,
  end: Parameters<ImportLedger['finish']>[1],
): number =>
  db
    .command('UPDATE imported_files SET finished_at_utc_ms = ?, body = ? WHERE content_hash = ? AND reading = ?')
    .run(end.finishedAtUtcMs, JSON.stringify(end.body), contentHash, reading);

const importOf = ({ startedAtUtcMs, finishedAtUtcMs, body, ...row }: ImportRow): ImportRecord => ({
  ...row,
  startedAtUtcMs: utcMs(startedAtUtcMs),
  finishedAtUtcMs: finishedAtUtcMs === null ? null : utcMs(finishedAtUtcMs),
  // Written here as JSON of the importers, who parse it as theirs.
  body: JSON.parse(body) as JsonValue,
});
