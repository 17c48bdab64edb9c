import type { LedgerRecords } from './ledger-records.ts';
import type { SignalStorage } from './signal-storage.ts';
import type { TradeStorage } from './trade-storage.ts';

/** What the engine asks of the ledger's tables beside the log. They are written in the transaction that appends the events. */
export type LedgerReads = Pick<
  TradeStorage,
  'hasDeal' | 'hasCash' | 'findOrder' | 'latestDeals' | 'latestOrders' | 'latestCash' | 'dealsOf' | 'tradesOf'
> &
  Pick<SignalStorage, 'latestDecisions'> &
  Pick<LedgerRecords, 'decisionOf' | 'opinionOn' | 'lesson'>;
