import Database from 'better-sqlite3';
import { temporaryStores, valueOf, type TemporaryStores } from '../../temporary-stores.suite.ts';
import { openMarketStore, type MarketStore } from './open-market-store.ts';

/** A market store of a test, with its folder and its clocks. */
export interface TemporaryMarket extends TemporaryStores {
  readonly store: MarketStore;
  /** Closes the store and opens it again, as a restart does. */
  readonly reopen: () => MarketStore;
  /** Looks into the file with a connection of its own. */
  readonly rows: (sql: string, ...values: readonly unknown[]) => readonly unknown[];
}

export function temporaryMarket(): TemporaryMarket {
  const stores = temporaryStores();
  const open = (): MarketStore =>
    valueOf(openMarketStore(stores.folder, { ...stores.context, marketClock: stores.clock.market }));
  stores.clock.setMarket(null);
  let store = open();
  return {
    ...stores,
    get store() {
      return store;
    },
    reopen: () => {
      store[Symbol.dispose]();
      return (store = open());
    },
    rows: (sql, ...values) => {
      const database = new Database(stores.folder.marketFile, { readonly: true });
      try {
        return database.prepare(sql).all(...values);
      } finally {
        database.close();
      }
    },
    [Symbol.dispose]: () => {
      store[Symbol.dispose]();
      stores[Symbol.dispose]();
    },
  };
}
