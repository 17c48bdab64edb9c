import { existsSync } from 'node:fs';
import { FaultError, type Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { BarOutbox } from '#main/ports/bar-outbox.ts';
import type { CalendarStore } from '#main/ports/calendar-store.ts';
import type { MarketClock } from '#main/ports/clock.ts';
import type { GraphChange, GraphReads, GraphRows } from '#main/ports/graph-store.ts';
import type { ImportLedger } from '#main/ports/import-ledger.ts';
import type { IndicatorStore } from '#main/ports/indicator-store.ts';
import type { ChangeFeed, ProjectionStore } from '#main/ports/projection.ts';
import type { SituationStore } from '#main/ports/situation-store.ts';
import type { StateReads } from '#main/ports/state-reads.ts';
import type { SyncStore } from '#main/ports/sync-store.ts';
import type { TextStore } from '#main/ports/text-store.ts';
import type { DataFolder } from '../../data-folder/data-folder.ts';
import { embeddedGraph } from '../../graph/embedded-graph.ts';
import type { VectorRows } from '../../vector/vector-rows.ts';
import { openForWriting, type StoreContext } from '../open-database.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';
import { damagedStore } from '../store-fault.ts';
import { StoreKeeper, type Keeping } from '../store-keeper.ts';
import { marketDefinition } from './market-definition.ts';
import { selectOutboxDepth, selectWaitingSeries, takeFromOutbox } from './outbox-rows.ts';
import { quoteStorage, type QuoteStorage } from './quote-storage.ts';
import { sqliteCalendarStore } from './sqlite-calendar-store.ts';
import { sqliteGraphFeed } from './sqlite-graph-feed.ts';
import { sqliteGraphRows } from './sqlite-graph-rows.ts';
import { sqliteImportLedger } from './sqlite-import-ledger.ts';
import { sqliteIndicatorStore } from './sqlite-indicator-store.ts';
import { sqliteProjectionStore } from './sqlite-projection-store.ts';
import { sqliteSituationStore } from './sqlite-situation-store.ts';
import { sqliteStateReads } from './sqlite-state-reads.ts';
import { sqliteSyncStore } from './sqlite-sync-store.ts';
import { sqliteTextStore } from './sqlite-text-store.ts';
import { sqliteVectorFeed } from './sqlite-vector-feed.ts';

export interface MarketStore extends QuoteStorage, Disposable {
  readonly sync: SyncStore;
  readonly calendar: CalendarStore;
  readonly indicators: IndicatorStore;
  readonly imports: ImportLedger;
  readonly states: StateReads;
  readonly situations: SituationStore;
  readonly texts: TextStore;
  readonly vectorFeed: VectorRows;
  readonly projections: ProjectionStore;
  readonly graph: GraphRows;
  readonly graphFeed: ChangeFeed<GraphChange>;
  readonly embeddedGraph: (nextTurn: () => Promise<void>) => GraphReads;
  readonly together: ReadableDb['together'];
  readonly outbox: BarOutbox;
  /** Of how many series what follows from their bars has still to be derived. */
  readonly outboxDepth: () => number;
  /** STORE_DAMAGED where the file was not closed by its last writer and a look through it has found something wrong; null until then. */
  readonly damage: () => Fault | null;
}

export interface MarketStoreContext extends StoreContext {
  readonly marketClock: MarketClock;
  /** The program of the thread that makes the checkpoints and looks through a file that was not closed. Without it the writer makes them. */
  readonly keeperEntry?: URL;
}

/** The engine's loop waits so long for a lock that somebody else holds; then the market pauses, and its terminal keeps what is new. */
const busyTimeoutMs = 500;

/**
 * Opens the market store for the one who writes it, and makes it where it is missing. The caller holds the data folder's lock; its market
 * clock bounds what can be read. STORE_NEWER_THAN_PROGRAM, STORE_UNREADABLE, STORE_FULL, STORE_BUSY, DATA_FOLDER_UNUSABLE.
 */
export function openMarketStore(folder: DataFolder, context: MarketStoreContext): Result<MarketStore, Fault> {
  const file = folder.marketFile;
  const wasClosed = !existsSync(`${file}-wal`);
  const { backupsFolder } = folder;
  const opened = openForWriting({ definition: marketDefinition, file, backupsFolder, context, busyTimeoutMs });
  if (!opened.ok) return opened;
  const db = opened.value;
  let damage: Fault | null = null;
  const keeper = startKeeper(db, context, {
    file,
    checksFile: !wasClosed,
    onChecked: (problem) => {
      if (problem === null) return;
      damage = damagedStore({ definition: marketDefinition, file }, problem);
      context.logger.error('a store is damaged', new FaultError(damage), { file });
    },
  });
  const { marketClock, wallClock } = context;
  return ok({
    ...quoteStorage(db, { marketClock, wallClock }),
    sync: sqliteSyncStore(db),
    calendar: sqliteCalendarStore(db, wallClock),
    indicators: sqliteIndicatorStore(db),
    imports: sqliteImportLedger(db),
    states: sqliteStateReads(db),
    situations: sqliteSituationStore(db),
    texts: sqliteTextStore(db),
    vectorFeed: sqliteVectorFeed(db),
    projections: sqliteProjectionStore(db),
    graph: sqliteGraphRows(db),
    graphFeed: sqliteGraphFeed(db),
    embeddedGraph: (nextTurn) => embeddedGraph(db, nextTurn),
    together: (read) => db.together(read),
    outbox: {
      waiting: () => selectWaitingSeries(db),
      take: (series) => {
        takeFromOutbox(db, series);
      },
    },
    outboxDepth: () => selectOutboxDepth(db),
    damage: () => damage,
    [Symbol.dispose]: () => {
      keeper?.[Symbol.dispose]();
      db[Symbol.dispose]();
    },
  });
}

/** What the writer still does where the keeper falls behind; the keeper's own bound is lower. 512 MiB of pages. */
const writerPagesMax = 131_072;

/** SQLite's own. */
const writerPagesAlone = 1000;

function startKeeper(
  db: WritableDb,
  { keeperEntry: entry, logger }: MarketStoreContext,
  keeping: Pick<Keeping, 'file' | 'checksFile' | 'onChecked'>,
): StoreKeeper | null {
  if (entry === undefined) return null;
  const letWriterCheckpoint = (pages: number): void => {
    db.query(`PRAGMA wal_autocheckpoint = ${pages}`).first();
  };
  letWriterCheckpoint(writerPagesMax);
  return new StoreKeeper({ ...keeping, entry, logger, onGone: () => letWriterCheckpoint(writerPagesAlone) });
}
