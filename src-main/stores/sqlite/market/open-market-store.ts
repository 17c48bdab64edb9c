import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { MarketClock } from '#main/ports/clock.ts';
import type { TickStore } from '#main/ports/tick-store.ts';
import type { DataFolder } from '../../data-folder/data-folder.ts';
import { openForWriting, type StoreContext } from '../open-database.ts';
import { marketDefinition } from './market-definition.ts';
import { sqliteBarStore } from './sqlite-bar-store.ts';
import { sqliteTickStore } from './sqlite-tick-store.ts';

export interface MarketStore extends Disposable {
  readonly bars: BarStore;
  readonly ticks: TickStore;
}

/**
 * Opens the market store for the one who writes it, and makes it where it is missing. The caller holds the data folder's lock; its market
 * clock bounds what can be read. STORE_NEWER_THAN_PROGRAM, STORE_UNREADABLE, DATA_FOLDER_UNUSABLE.
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
  const opened = openForWriting(opening);
  if (!opened.ok) return opened;
  const db = opened.value;
  return ok({
    bars: sqliteBarStore(db, context.marketClock),
    ticks: sqliteTickStore(db),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  });
}
