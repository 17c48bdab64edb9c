import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { CalendarStore } from '#main/ports/calendar-store.ts';
import type { MarketClock } from '#main/ports/clock.ts';
import type { ImportLedger } from '#main/ports/import-ledger.ts';
import type { IndicatorStore } from '#main/ports/indicator-store.ts';
import type { SyncStore } from '#main/ports/sync-store.ts';
import type { DataFolder } from '../../data-folder/data-folder.ts';
import { openForWriting, type StoreContext } from '../open-database.ts';
import { marketDefinition } from './market-definition.ts';
import { selectOutboxDepth } from './outbox-rows.ts';
import { quoteStorage, type QuoteStorage } from './quote-storage.ts';
import { sqliteCalendarStore } from './sqlite-calendar-store.ts';
import { sqliteImportLedger } from './sqlite-import-ledger.ts';
import { sqliteIndicatorStore } from './sqlite-indicator-store.ts';
import { sqliteSyncStore } from './sqlite-sync-store.ts';

export interface MarketStore extends QuoteStorage, Disposable {
  readonly sync: SyncStore;
  readonly calendar: CalendarStore;
  readonly indicators: IndicatorStore;
  readonly imports: ImportLedger;
  /** How many changes wait for the stores that are to hear of them. */
  readonly outboxDepth: () => number;
}

/** The engine's loop waits so long for a lock that somebody else holds; then the market pauses, and its terminal keeps what is new. */
const busyTimeoutMs = 250;

/**
 * Opens the market store for the one who writes it, and makes it where it is missing. The caller holds the data folder's lock; its market
 * clock bounds what can be read. STORE_NEWER_THAN_PROGRAM, STORE_UNREADABLE, STORE_FULL, STORE_BUSY, DATA_FOLDER_UNUSABLE.
 */
export function openMarketStore(
  folder: DataFolder,
  context: StoreContext & { readonly marketClock: MarketClock },
): Result<MarketStore, Fault> {
  const opening = {
    definition: marketDefinition,
    file: folder.marketFile,
    backupsFolder: folder.backupsFolder,
    context,
  };
  const opened = openForWriting({ ...opening, busyTimeoutMs });
  if (!opened.ok) return opened;
  const db = opened.value;
  const { marketClock, wallClock } = context;
  return ok({
    ...quoteStorage(db, { marketClock, wallClock }),
    sync: sqliteSyncStore(db),
    calendar: sqliteCalendarStore(db, wallClock),
    indicators: sqliteIndicatorStore(db),
    imports: sqliteImportLedger(db),
    outboxDepth: () => selectOutboxDepth(db),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  });
}
