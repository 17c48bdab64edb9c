import type { LedgerReads } from '#main/ports/ledger-reads.ts';
import type { ReadableDb } from '../readable-db.ts';
import { hasDeal, selectLatestDeals } from './deal-rows.ts';
import { selectLatestDecisions } from './decision-rows.ts';
import { selectLatestOrders, selectOrder } from './order-rows.ts';

export const sqliteLedgerReads = (db: ReadableDb): LedgerReads => ({
  hasDeal: (ticket) => hasDeal(db, ticket),
  findOrder: (id) => selectOrder(db, id),
  latestDeals: (limit) => selectLatestDeals(db, limit),
  latestOrders: (limit) => selectLatestOrders(db, limit),
  latestDecisions: (limit) => selectLatestDecisions(db, limit),
});
