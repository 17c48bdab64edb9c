import type { Fault } from '#shared/base/fault.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ClientOrderId, OrderTicket } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import { money, type Money } from '#shared/units/money.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** One hedging account as its broker keeps it. Tickets are counted up and never reused. */
export interface BrokerState {
  readonly balance: Money;
  readonly credit: Money;
  readonly positions: readonly Position[];
  readonly lastOrderTicket: number;
  readonly lastDealTicket: number;
}

/** What the broker's history has of an order that reached it, executed or not: one row each, for ever. */
export interface BrokerOrder {
  readonly orderTicket: OrderTicket;
  /** The order's magic; null where the broker acted by itself (stop, target, stop-out). */
  readonly clientOrderId: ClientOrderId | null;
  /** Null where it was filled. */
  readonly refusal: Fault | null;
  readonly occurredAtUtcMs: UtcMs;
}

/** What one event did to the account: the new state and the records to be added to the history. */
export interface BrokerChange {
  readonly state: BrokerState;
  readonly orders: readonly BrokerOrder[];
  readonly deals: readonly Deal[];
}

/** The market that an order meets. */
export interface MarketNow {
  readonly quote: Quote;
  readonly instrument: Instrument;
  /** At or after the quote. */
  readonly nowUtcMs: UtcMs;
}

/** Tickets begin where they cannot be taken for counts. */
export const newBrokerState = (balance: number): BrokerState => ({
  balance: money(balance),
  credit: money(0),
  positions: [],
  lastOrderTicket: 50_000_000,
  lastDealTicket: 70_000_000,
});
