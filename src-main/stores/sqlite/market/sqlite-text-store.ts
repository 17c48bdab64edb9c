import { createHash } from 'node:crypto';
import { fault, FaultError } from '#shared/base/fault.ts';
import type { RememberedText, TextStore } from '#main/ports/text-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';
import { selectChangeFeed } from './change-feed-rows.ts';
import { packVector } from './packed-vector.ts';
import {
  selectNewestSequence,
  selectRecordsOfText,
  selectText,
  selectTextsWithout,
  textOf,
  upsertText,
  type TextRow,
} from './text-rows.ts';
import {
  selectEmbedding,
  selectMethodsOf,
  selectMethodsOfRecord,
  selectPackedLength,
  selectTextVectorHash,
  upsertEmbedding,
  upsertTextVector,
} from './text-vector-rows.ts';

export type TextReads = Pick<TextStore, 'find'>;

export const sqliteTextReads = (db: ReadableDb): TextReads => ({
  find: (id) => {
    const row = selectText(db, id);
    return row === null ? null : textOf(row);
  },
});

export function sqliteTextStore(db: WritableDb): TextStore {
  const embedded = embeddedSoFar(db);
  return {
    ...sqliteTextReads(db),
    save: (text) => db.transaction(() => saveText(db, text)),
    without: (method, limit) => {
      const rows = selectTextsWithout(db, method, { sequence: embedded.by(method), limit });
      embedded.note(method, rows[0]);
      return rows.map(textOf);
    },
    saveEmbeddings: (method, rows) =>
      db.transaction(() => {
        for (const { text, vector } of rows) saveEmbedding(db, method, { text, vector });
      }),
  };
}

function saveText(db: WritableDb, { recordId, symbol, knownAtUtcMs, text }: RememberedText): void {
  const stored = selectText(db, recordId);
  const said = { recordId, symbol, knownAtUtcMs, body: text, textHash: hashOf(text) };
  if (stored !== null && saysTheSame(stored, said)) return;
  upsertText(db, said);
  // What was made of these words once is theirs again; by a method that does not know them yet the record is found no more until it does.
  const known = selectMethodsOf(db, said.textHash);
  const methods = new Set([...known, ...selectMethodsOfRecord(db, recordId)]);
  for (const method of methods)
    upsertTextVector(db, { method, recordId, textHash: known.includes(method) ? said.textHash : null });
}

/** EMBEDDING_INVALID where a method has suddenly another length: its vectors could not be compared with each other. */
function saveEmbedding(
  db: WritableDb,
  method: string,
  { text, vector }: { readonly text: string; readonly vector: Float32Array },
): void {
  const textHash = hashOf(text);
  const packed = packVector(vector);
  const expected = selectPackedLength(db, method);
  if (expected !== null && expected !== packed.byteLength)
    throw otherLength(method, { expected: expected / 4, given: vector.length });
  const stored = selectEmbedding(db, textHash, method);
  const isSame = stored !== null && Buffer.compare(stored, packed) === 0;
  if (!isSame) upsertEmbedding(db, { textHash, method, packed });
  for (const recordId of selectRecordsOfText(db, textHash)) {
    const isThere = isSame && selectTextVectorHash(db, method, recordId) === textHash;
    if (!isThere) upsertTextVector(db, { method, recordId, textHash });
  }
}

const saysTheSame = (stored: TextRow, said: Omit<TextRow, 'sequence'>): boolean =>
  stored.symbol === said.symbol && stored.knownAtUtcMs === said.knownAtUtcMs && stored.body === said.body;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const otherLength = (method: string, lengths: { readonly expected: number; readonly given: number }): FaultError =>
  new FaultError(
    fault(
      'EMBEDDING_INVALID',
      `${method} made a vector of ${lengths.given} components, and made some of ${lengths.expected} before. ` +
        'Texts that were embedded before are still found. Name the model by its new version.',
      { method, ...lengths },
    ),
  );

/** Up to which sequence a method has embedded every text of this life of the rows, so that nobody looks through them again. */
function embeddedSoFar(db: ReadableDb) {
  let epoch = '';
  const sequences = new Map<string, number>();
  return {
    by: (method: string): number => {
      const { epoch: now } = selectChangeFeed(db, 'vectors');
      if (now !== epoch) sequences.clear();
      epoch = now;
      return sequences.get(method) ?? 0;
    },
    note: (method: string, firstWithout: TextRow | undefined): void => {
      sequences.set(method, firstWithout === undefined ? selectNewestSequence(db) : firstWithout.sequence - 1);
    },
  };
}
