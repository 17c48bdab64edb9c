import { fault, type Fault } from '#shared/base/fault.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';
import { eventUpcasters } from '../upcasters/event-upcasters.ts';
import { beforeFirst, verifiedPages } from './event-chain.ts';
import { storedEventOf } from './event-body.ts';
import { projectEvent } from './project-event.ts';

/** Raised whenever an event leaves other rows than before: the tables are then made again from the log at the next opening. */
export const projectionVersion = 3;

/** The tables that follow from the log and from nothing else, in an order in which rows may be deleted, each with its key. */
export const projectedTables = [
  { name: 'outbox', key: 'sequence, topic, key' },
  { name: 'lesson_uses', key: 'lesson_id, decision_id' },
  { name: 'lessons', key: 'lesson_id' },
  { name: 'opinions', key: 'sequence' },
  { name: 'signals', key: 'sequence' },
  { name: 'trades', key: 'position_id, ordinal' },
  { name: 'positions', key: 'position_id' },
  { name: 'sync_state', key: 'stream' },
  { name: 'cash_operations', key: 'deal_ticket' },
  { name: 'deals', key: 'deal_ticket' },
  { name: 'orders', key: 'client_order_id' },
  { name: 'approvals', key: 'approval_id' },
  { name: 'decisions', key: 'sequence' },
  { name: 'instruments', key: 'symbol, version' },
] as const;

/**
 * Makes the tables again where they were written by another version of the projection, or, in a ledger that was just brought forward, not at all:
 * in one transaction, so that a kill leaves them as they were. Answers how many events were read; null where all was up to date. Throws
 * EVENT_LOG_BROKEN where the log does not hold.
 */
export function bringProjectionsForward(db: WritableDb): number | null {
  if (!areTablesStale(db)) return null;
  return db.transaction(() => {
    for (const { name } of projectedTables) db.command(`DELETE FROM ${name}`).run();
    let events = 0;
    for (const sequence of projectLog(db, db)) events = sequence;
    db.command('INSERT OR REPLACE INTO projections (only_row, version) VALUES (1, ?)').run(projectionVersion);
    return events;
  });
}

/** Projects the whole log of one database into the tables of another, or of itself; yields the sequence that it has come to after each page. */
export function* projectLog(log: ReadableDb, into: WritableDb): Generator<number, void> {
  for (const page of verifiedPages(log, beforeFirst)) {
    for (const row of page) projectEvent(into, storedEventOf(row, eventUpcasters));
    yield page.at(-1)?.sequence ?? 0;
  }
}

/** Whether the tables were written by another version of the projection, or not at all yet. */
export const areTablesStale = (db: ReadableDb): boolean =>
  db.query<{ readonly version: number }>('SELECT version FROM projections').first()?.version !== projectionVersion;

/** For who may only read them. */
export const staleTables = (file: string): Fault =>
  fault(
    'STORE_UNREADABLE',
    `The tables of the ledger ${file} were written by another version of ATS Cockpit. Nothing was lost. Start the cockpit on this data folder once: ` +
      'it makes them again from the event log.',
    { file },
  );
