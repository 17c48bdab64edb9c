import { FaultError, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { DealSync } from '#main/ports/deal-sync.ts';
import type { EventLog } from '#main/ports/event-log.ts';
import type { LedgerOutbox } from '#main/ports/ledger-outbox.ts';
import type { LedgerReads } from '#main/ports/ledger-reads.ts';
import type { LedgerRecords } from '#main/ports/ledger-records.ts';
import type { LessonReads } from '#main/ports/lessons.ts';
import type { OrderIds } from '#main/ports/order-ids.ts';
import type { ReportStore } from '#main/ports/report-store.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { SettingsHistory } from '#main/ports/settings-history.ts';
import type { SignalStorage } from '#main/ports/signal-storage.ts';
import type { TradeStorage } from '#main/ports/trade-storage.ts';
import type { DataFolder } from '../../data-folder/data-folder.ts';
import type { Connection } from '../connection.ts';
import { openForReading, openForWriting, type StoreContext } from '../open-database.ts';
import { selectKnownDeals, selectSyncLogs } from './deal-sync-rows.ts';
import { verifyEventLog } from './event-chain.ts';
import { ledgerDefinition } from './ledger-definition.ts';
import { sqliteOutbox } from './outbox-rows.ts';
import { areTablesStale, bringProjectionsForward, staleTables } from './projections.ts';
import { sqliteReportStore } from './report-rows.ts';
import { sqliteSettingsHistory } from './settings-rows.ts';
import { sqliteSignalStorage } from './signal-storage.ts';
import { sqliteDealSync } from './sqlite-deal-sync.ts';
import { eventLogReads, sqliteEventLog, type EventLogReads } from './sqlite-event-log.ts';
import { sqliteLedgerReads } from './sqlite-ledger-reads.ts';
import { sqliteLedgerRecords } from './sqlite-ledger-records.ts';
import { sqliteLessonReads } from './sqlite-lesson-reads.ts';
import { sqliteOrderIds } from './sqlite-order-ids.ts';
import { sqliteTradeStorage } from './trade-storage.ts';

export interface Ledger extends Disposable {
  readonly log: EventLog;
  readonly reads: LedgerReads;
  readonly trades: TradeStorage;
  readonly signals: SignalStorage;
  readonly lessons: LessonReads;
  readonly outbox: LedgerOutbox;
  readonly records: LedgerRecords;
  readonly orderIds: OrderIds;
  readonly sync: DealSync;
  readonly settings: SettingsHistory;
  readonly reports: ReportStore;
}

export interface LedgerReader extends Disposable {
  /** Checks the chain of the whole log, page by page; see `verifyEventLog`. */
  readonly verify: () => Generator<number, Result<number, Fault>>;
  readonly log: EventLogReads;
  readonly trades: TradeStorage;
  readonly signals: SignalStorage;
  readonly lessons: LessonReads;
  readonly outbox: LedgerOutbox;
  readonly records: LedgerRecords;
  readonly knownDeals: DealSync['known'];
  readonly dealLogs: DealSync['logs'];
}

/** Longer than for the market's data, since what the ledger does not take stops the engine; shorter than a terminal's patience. */
const busyTimeoutMs = 2000;

/**
 * Opens the ledger for the one who writes it, and makes it where it is missing; what follows from its log is made again where an older version
 * wrote it. The caller holds the data folder's lock. STORE_NEWER_THAN_PROGRAM, STORE_UNREADABLE, DATA_FOLDER_UNUSABLE, EVENT_LOG_BROKEN.
 */
export function openLedger(folder: DataFolder, context: StoreContext & { readonly rng: Rng }): Result<Ledger, Fault> {
  const opening = {
    definition: ledgerDefinition,
    file: folder.ledgerFile,
    backupsFolder: folder.backupsFolder,
    busyTimeoutMs,
    context,
  };
  const opened = openForWriting(opening);
  if (!opened.ok) return opened;
  const db = opened.value;
  const projected = projectWhereOlder(db, context);
  if (!projected.ok) return projected;
  return ok({
    log: sqliteEventLog(db, context.wallClock),
    reads: sqliteLedgerReads(db),
    trades: sqliteTradeStorage(db),
    signals: sqliteSignalStorage(db),
    lessons: sqliteLessonReads(db),
    outbox: sqliteOutbox(db),
    records: sqliteLedgerRecords(db),
    orderIds: sqliteOrderIds(db, context.rng),
    sync: sqliteDealSync(db),
    settings: sqliteSettingsHistory(db, context.wallClock),
    reports: sqliteReportStore(db),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  });
}

function projectWhereOlder(db: Connection, { logger }: StoreContext): Result<void, Fault> {
  try {
    const events = bringProjectionsForward(db);
    if (events !== null && events > 0) logger.info('what follows from the log was made again', { events });
    return ok(undefined);
  } catch (error) {
    db[Symbol.dispose]();
    if (error instanceof FaultError) return err(error.fault);
    throw error;
  }
}

/** Opens the ledger to look at, with or without an engine at work on it; null where there is none yet. The same faults. */
export function openLedgerToRead(folder: DataFolder, context: StoreContext): Result<LedgerReader | null, Fault> {
  const opened = openForReading({ definition: ledgerDefinition, file: folder.ledgerFile, context });
  if (!opened.ok) return opened;
  const db = opened.value;
  if (db === null) return ok(null);
  if (areTablesStale(db)) {
    db[Symbol.dispose]();
    return err(staleTables(folder.ledgerFile));
  }
  return ok({
    verify: () => verifyEventLog(db),
    log: eventLogReads(db),
    trades: sqliteTradeStorage(db),
    signals: sqliteSignalStorage(db),
    lessons: sqliteLessonReads(db),
    outbox: sqliteOutbox(db),
    records: sqliteLedgerRecords(db),
    knownDeals: () => selectKnownDeals(db),
    dealLogs: (limit) => selectSyncLogs(db, limit),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  });
}
