/**
 * What other stores have to hear of: a row for each decision, denial, opinion, approval that opened or ended, order that was journaled, changed or
 * filled, deal, trade that came, changed or is no more, and lesson that was learnt or retired.
 */
export type LedgerTopic = 'decision' | 'denial' | 'approval' | 'order' | 'deal' | 'trade' | 'opinion' | 'lesson';

export interface OutboxRow {
  /** Of the event that it follows from: a projector remembers it as how far it has come. */
  readonly sequence: number;
  readonly topic: LedgerTopic;
  /** The decision's (of an opinion, too), denied intent's, approval's, order's, lesson's id, the deal's ticket, or `positionId#ordinal`. */
  readonly key: string;
}

/** Committed with the events, kept as long as the log, and the same whenever it is made again from it. */
export interface LedgerOutbox {
  /** Rows of events after a sequence, in order: at least `limit` of them where there are as many, and all rows of the last event. */
  readonly after: (sequence: number, limit: number) => readonly OutboxRow[];
  /** How many rows a projector that has come so far has still before it. */
  readonly depth: (sequence: number) => number;
  /** The sequence of the newest event that left a row; 0 where none did. */
  readonly newest: () => number;
  /** What names an event and all before it, in hexadecimal; null where the log does not reach so far. Another hash is another history. */
  readonly hashAt: (sequence: number) => string | null;
}
