import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { EventLog } from '#main/ports/event-log.ts';
import type { LedgerReads } from '#main/ports/ledger-reads.ts';
import type { OrderIds } from '#main/ports/order-ids.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { DataFolder } from '../../data-folder/data-folder.ts';
import { openForReading, openForWriting, type StoreContext } from '../open-database.ts';
import { verifyEventLog } from './event-chain.ts';
import { ledgerDefinition } from './ledger-definition.ts';
import { eventLogReads, sqliteEventLog, type EventLogReads } from './sqlite-event-log.ts';
import { sqliteLedgerReads } from './sqlite-ledger-reads.ts';
import { sqliteOrderIds } from './sqlite-order-ids.ts';

export interface Ledger extends Disposable {
  readonly log: EventLog;
  readonly reads: LedgerReads;
  readonly orderIds: OrderIds;
}

export interface LedgerReader extends Disposable {
  /** Checks the chain of the whole log, page by page; see `verifyEventLog`. */
  readonly verify: () => Generator<number, Result<number, Fault>>;
  readonly log: EventLogReads;
  readonly reads: LedgerReads;
}

/**
 * Opens the ledger for the one who writes it, and makes it where it is missing. The caller holds the data folder's lock.
 * STORE_NEWER_THAN_PROGRAM, STORE_UNREADABLE, DATA_FOLDER_UNUSABLE.
 */
export function openLedger(folder: DataFolder, context: StoreContext & { readonly rng: Rng }): Result<Ledger, Fault> {
  const opening = {
    definition: ledgerDefinition,
    file: folder.ledgerFile,
    backupsFolder: folder.backupsFolder,
    context,
  };
  const opened = openForWriting(opening);
  if (!opened.ok) return opened;
  const db = opened.value;
  return ok({
    log: sqliteEventLog(db, context.wallClock),
    reads: sqliteLedgerReads(db),
    orderIds: sqliteOrderIds(db, context.rng),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  });
}

/** Opens the ledger to look at, with or without an engine at work on it; null where there is none yet. The same faults. */
export function openLedgerToRead(folder: DataFolder, context: StoreContext): Result<LedgerReader | null, Fault> {
  const opened = openForReading({ definition: ledgerDefinition, file: folder.ledgerFile, context });
  if (!opened.ok) return opened;
  const db = opened.value;
  if (db === null) return ok(null);
  return ok({
    verify: () => verifyEventLog(db),
    log: eventLogReads(db),
    reads: sqliteLedgerReads(db),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  });
}
