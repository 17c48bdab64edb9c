import type { SignalDecision } from '#shared/trading/signal.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ClientOrderId, DealTicket } from '#shared/trading/ids.ts';
import type { Order } from '#shared/trading/order.ts';

/** What the ledger's tables answer beside the log. They are written in the transaction that appends the events. */
export interface LedgerReads {
  readonly hasDeal: (ticket: DealTicket) => boolean;
  readonly findOrder: (id: ClientOrderId) => Order | null;
  /** Newest first. */
  readonly latestDeals: (limit: number) => readonly Deal[];
  /** Newest first. */
  readonly latestOrders: (limit: number) => readonly Order[];
  /** Newest first. */
  readonly latestDecisions: (limit: number) => readonly SignalDecision[];
}
