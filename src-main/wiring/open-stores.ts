import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Logger } from '#main/ports/logger.ts';
import { createDataFolder, type DataFolder } from '#main/stores/data-folder/data-folder.ts';
import { openLedger, type Ledger } from '#main/stores/sqlite/ledger/open-ledger.ts';
import { openMarketStore, type MarketStore } from '#main/stores/sqlite/market/open-market-store.ts';
import { AdvancingMarketClock } from '#main/sync/advancing-market-clock.ts';
import { systemMachine, type Machine } from './machine.ts';

export interface Stores extends Disposable {
  readonly ledger: Ledger;
  readonly market: MarketStore;
  /** Bound into the market store: nothing is read that closes after it. */
  readonly marketClock: AdvancingMarketClock;
}

/** Whose time the stores keep: the machine's and a market's that has not begun, unless a run derives the one from the other. */
export interface StoreClocks {
  readonly machine: Machine;
  readonly marketClock: AdvancingMarketClock;
}

export interface StoreOptions extends StoreClocks {
  /** The program that keeps the market's file in a thread of its own, for who must not wait for the disk. */
  readonly keeperEntry?: URL;
}

export const realClocks = (): StoreClocks => ({ machine: systemMachine, marketClock: new AdvancingMarketClock() });

/** Makes the folder where it is missing and opens its stores, for one who knows that nobody else can have it: no lock, no log of its own. */
export function openStoresAt(
  path: string,
  logger: Logger,
  clocks: StoreClocks,
): Result<{ readonly folder: DataFolder; readonly stores: Stores }, Fault> {
  const folder = createDataFolder(path);
  if (!folder.ok) return folder;
  const stores = openStores(folder.value, logger, clocks);
  return stores.ok ? ok({ folder: folder.value, stores: stores.value }) : stores;
}

/** Opens both database files for their one writer, who holds the folder's lock. */
export function openStores(
  folder: DataFolder,
  logger: Logger,
  { machine, marketClock, ...keeper }: StoreOptions,
): Result<Stores, Fault> {
  using opening = new DisposableStack();
  const { wallClock, monotonicClock, rng } = machine;
  const context = { wallClock, monotonicClock, logger };
  const ledger = openLedger(folder, { ...context, rng });
  if (!ledger.ok) return ledger;
  opening.use(ledger.value);
  const market = openMarketStore(folder, { ...context, ...keeper, marketClock });
  if (!market.ok) return market;
  opening.use(market.value);
  const opened = opening.move();
  return ok({
    ledger: ledger.value,
    market: market.value,
    marketClock,
    [Symbol.dispose]: () => {
      opened.dispose();
    },
  });
}
