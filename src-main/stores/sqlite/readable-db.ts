/** What SQLite's columns hold. Integers here stay within 53 bits; broker's ids are TEXT. */
export type SqlValue = string | number | null | Uint8Array;

/** A statement that reads. `Row` is what its columns are, as the STRICT table has them; query files map rows to domain types in one place. */
export interface Query<Row> {
  readonly first: (...values: readonly SqlValue[]) => Row | undefined;
  readonly all: (...values: readonly SqlValue[]) => readonly Row[];
  /** Rows as arrays in the order of the columns: for who reads thousands only to compare them. */
  readonly tuples: (...values: readonly SqlValue[]) => readonly (readonly SqlValue[])[];
}

/** A statement that writes. */
export interface Command {
  /** Answers how many rows it changed. */
  readonly run: (...values: readonly SqlValue[]) => number;
}

/** What a query file is given: the right to read. Each text is prepared once for a connection, however often it is asked for. */
export interface ReadableDb {
  readonly query: <Row>(sql: string) => Query<Row>;
  /** What `read` reads is of one moment, and takes the file's lock once: of many small statements that is the half of what they cost. */
  readonly together: <T>(read: () => T) => T;
}

/** The right to write, which only the one writer of a file has. */
export interface WritableDb extends ReadableDb {
  readonly command: (sql: string) => Command;
  /** Commits what `run` does, or nothing where it throws. Inside another transaction it becomes a part of that one. */
  readonly transaction: <T>(run: () => T) => T;
}
