import type { JsonValue } from '#shared/base/json-value.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** A file by its bytes, and how they are read: the same bytes for another symbol or by another clock are another import. */
export interface ImportKey {
  /** Of the file as it lies on the disk: SHA-256s, in hexadecimal. */
  readonly contentHash: string;
  /** Symbol, source, clock and whatever else decides what a row becomes, as one text. */
  readonly reading: string;
}

/** An import that was begun. */
export interface ImportRecord extends ImportKey {
  /** Of the file, for people. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly startedAtUtcMs: UtcMs;
  /** Null while rows are missing: it was cancelled or killed, and goes on where it stands. */
  readonly finishedAtUtcMs: UtcMs | null;
  /** How many of the file's accepted records are stored, in their order. */
  readonly recordsCommitted: number;
  /** What is counted so far, and once it is finished the report; plain JSON of the importers. */
  readonly body: JsonValue;
}

/** Which files were imported and how far, kept with the rows that it tells of. */
export interface ImportLedger {
  readonly find: (key: ImportKey) => ImportRecord | null;
  /** Begins, or begins anew what was there under this key: nothing is committed yet. */
  readonly begin: (
    record: ImportKey & {
      readonly name: string;
      readonly sizeBytes: number;
      readonly startedAtUtcMs: UtcMs;
      readonly body: JsonValue;
    },
  ) => void;
  /** Stores a slice and keeps how far it came, in one transaction: `store` writes the rows and answers. */
  readonly advance: (
    key: ImportKey,
    store: () => { readonly recordsCommitted: number; readonly body: JsonValue },
  ) => void;
  readonly finish: (key: ImportKey, end: { readonly finishedAtUtcMs: UtcMs; readonly body: JsonValue }) => void;
  /** Newest first. */
  readonly list: (limit: number) => readonly ImportRecord[];
}
