import type { TradeStorage } from '#main/ports/trade-storage.ts';
import type { ReadableDb } from '../readable-db.ts';
import { hasCash, selectLatestCash } from './cash-rows.ts';
import { hasDeal, selectDealsOf, selectLatestDeals } from './deal-rows.ts';
import { selectInstrumentAt } from './instrument-rows.ts';
import { selectLatestOrders, selectOrder } from './order-rows.ts';
import { selectPositions } from './position-rows.ts';
import { selectTrades, selectTradesOf } from './trade-rows.ts';

export const sqliteTradeStorage = (db: ReadableDb): TradeStorage => ({
  findOrder: (id) => selectOrder(db, id),
  latestOrders: (limit) => selectLatestOrders(db, limit),
  hasDeal: (ticket) => hasDeal(db, ticket),
  latestDeals: (limit) => selectLatestDeals(db, limit),
  dealsOf: (position) => selectDealsOf(db, position),
  trades: (page) => selectTrades(db, page),
  tradesOf: (position) => selectTradesOf(db, position),
  positions: () => selectPositions(db),
  hasCash: (ticket) => hasCash(db, ticket),
  latestCash: (limit) => selectLatestCash(db, limit),
  instrumentAt: (symbol, atUtcMs) => selectInstrumentAt(db, symbol, atUtcMs),
});
