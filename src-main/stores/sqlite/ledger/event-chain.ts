import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ReadableDb } from '../readable-db.ts';
import { eventHash, firstPreviousHash } from './event-hash.ts';
import { selectEvent, selectEventsAfter, selectLastEvent, type EventRow } from './event-rows.ts';

/** The last link so far; sequence 0 is the link before the first event. */
export interface ChainEnd {
  readonly sequence: number;
  readonly hash: Buffer;
}

/** Rows between two looks at the chain. A page is hashed in a few milliseconds, so that whoever reads can do other work in between. */
const pageRows = 1000;

export const beforeFirst: ChainEnd = { sequence: 0, hash: firstPreviousHash };

export const lastLink = (db: ReadableDb): ChainEnd => selectLastEvent(db) ?? beforeFirst;

/** The link that the events after `sequence` hang on. Throws EVENT_LOG_BROKEN where the log does not reach so far. */
export function linkAt(db: ReadableDb, sequence: number): ChainEnd {
  if (sequence === 0) return beforeFirst;
  const row = selectEvent(db, sequence);
  if (row === undefined) throw new FaultError(brokenAt(sequence, 'it is missing'));
  return row;
}

/** Pages of rows behind a link, each checked against the one before. Throws EVENT_LOG_BROKEN at the first that does not fit. */
export function* verifiedPages(db: ReadableDb, from: ChainEnd): Generator<readonly EventRow[]> {
  let end = from;
  for (;;) {
    const page = selectEventsAfter(db, end.sequence, pageRows);
    for (const row of page) {
      const flaw = flawOf(row, end);
      if (flaw !== null) throw new FaultError(flaw);
      end = row;
    }
    if (page.length === 0) return;
    yield page;
  }
}

/**
 * Checks the whole log from its first event, for `ats verify`: yields the sequence that it has come to after each page, and
 * returns the number of events, or EVENT_LOG_BROKEN with the sequence where the chain does not hold.
 */
export function* verifyEventLog(db: ReadableDb): Generator<number, Result<number, Fault>> {
  let verified = 0;
  try {
    for (const page of verifiedPages(db, beforeFirst)) {
      verified += page.length;
      yield verified;
    }
    return ok(verified);
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    throw error;
  }
}

function flawOf(row: EventRow, before: ChainEnd): Fault | null {
  if (row.sequence !== before.sequence + 1) return brokenAt(before.sequence + 1, 'it is missing');
  if (!row.previousHash.equals(before.hash)) return brokenAt(row.sequence, 'it does not follow the event before it');
  if (!row.hash.equals(eventHash(row))) return brokenAt(row.sequence, 'it was changed after it was written');
  return null;
}

export function brokenAt(sequence: number, reason: string): Fault {
  return fault(
    'EVENT_LOG_BROKEN',
    `The event log does not hold at event ${sequence}: ${reason}. Nothing was written, and positions, orders and deals are safe with the ` +
      'broker. “ats restore” puts the newest backup in its place and keeps the broken one: it is evidence.',
    { sequence, reason },
  );
}
