import type { DeadLetter, ProjectionName } from '#shared/contract/memory.ts';

/**
 * Changes of derived rows in the order of their revisions: an outbox that needs no rows of its own, since the revision is written with the row in
 * one transaction. A row that changes again moves to the end, so what waits is bounded by what there is. `epoch` names a life of the rows: another
 * one means that whatever was made of them has to be made anew.
 */
export interface ChangeFeed<Change extends { readonly revision: number }> {
  readonly epoch: () => string;
  readonly after: (revision: number, limit: number) => readonly Change[];
  readonly newest: () => number;
  /** How many rows changed after a revision. */
  readonly depth: (revision: number) => number;
}

/** How far a target has come, in which life of the rows. */
export interface ProjectionMark {
  readonly epoch: string;
  readonly revision: number;
}

/** Where rows are projected to. Throws FaultError: `…_UNREACHABLE` is tried again for ever, `…_REFUSED` of a single change makes it a dead letter. */
export interface ProjectionTarget<Change> {
  readonly name: string;
  /** Null where it holds nothing that is ours, or something that cannot be told. */
  readonly mark: () => Promise<ProjectionMark | null>;
  /** Empties it of all that is ours and begins a life there. */
  readonly begin: (epoch: string) => Promise<void>;
  /** In order, idempotently; the mark is kept no earlier than what it stands for. Without changes the mark alone moves. */
  readonly apply: (changes: readonly Change[], mark: ProjectionMark) => Promise<void>;
}

/** Marks of targets that cannot keep their own, how far the ledger's outbox was taken, and what was refused. All in the market's file. */
export interface ProjectionStore {
  readonly mark: (target: string) => ProjectionMark | null;
  readonly saveMark: (target: string, mark: ProjectionMark | null) => void;
  readonly addDeadLetter: (letter: DeadLetter) => void;
  /** Newest first. */
  readonly deadLetters: (limit: number) => readonly DeadLetter[];
  readonly deadLetterCount: (projection: ProjectionName) => number;
  readonly clearDeadLetters: (projection: ProjectionName, target: string | null) => void;
  /** Commits what `run` writes to the market's file, or nothing. */
  readonly transaction: <T>(run: () => T) => T;
  /**
   * Drops what is derived and begins a new life of the rows: `vectors` are indicators, states, situations and texts (embeddings that a model
   * made stay), `graph` the embedded graph. The ledger's mark of either goes with it.
   */
  readonly clear: (projection: ProjectionName) => void;
}
