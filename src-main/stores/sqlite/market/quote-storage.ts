import type { BarStore } from '#main/ports/bar-store.ts';
import type { TickStore } from '#main/ports/tick-store.ts';
import type { WritableDb } from '../readable-db.ts';
import { sqliteBarStore, type MarketClocks } from './sqlite-bar-store.ts';
import { sqliteTickStore } from './sqlite-tick-store.ts';

/** Quotes as they are stored: each tick, and the bars that they make. */
export interface QuoteStorage {
  readonly bars: BarStore;
  readonly ticks: TickStore;
}

export const quoteStorage = (db: WritableDb, clocks: MarketClocks): QuoteStorage => ({
  bars: sqliteBarStore(db, clocks),
  ticks: sqliteTickStore(db),
});
