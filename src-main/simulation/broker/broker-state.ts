import type { Fault } from '#shared/base/fault.ts';
import type { Account } from '#shared/trading/account.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ClientOrderId, OrderTicket } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import type { Lots } from '#shared/units/lots.ts';
import { money, type Money } from '#shared/units/money.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { DealRequest } from './deal-request.ts';

/** What the broker agreed to with the account's holder; it never changes. */
export interface BrokerTerms {
  readonly marginMode: Account['marginMode'];
  /** Equity ÷ margin, in percent, at which the broker closes what loses most. */
  readonly stopOutPercent: number;
}

export const usualTerms: BrokerTerms = { marginMode: 'hedging', stopOutPercent: 50 };

/** One account as its broker keeps it. Tickets are counted up and never reused. */
export interface BrokerState {
  readonly terms: BrokerTerms;
  readonly balance: Money;
  readonly credit: Money;
  readonly positions: readonly Position[];
  readonly orders: readonly WorkingOrder[];
  readonly lastOrderTicket: number;
  readonly lastDealTicket: number;
}

/** An order that the broker has taken and not ended yet. */
export interface WorkingOrder {
  readonly orderTicket: OrderTicket;
  readonly request: DealRequest;
  /** Volumes that are still to be executed, one after the other. What of the order is in none of them is cancelled at its end. */
  readonly parts: readonly Lots[];
  readonly volumeDone: Lots;
  readonly placedAtUtcMs: UtcMs;
}

/** What the broker's history has of an order that reached it and ended, executed or not: one row each, for ever. */
export interface BrokerOrder {
  readonly orderTicket: OrderTicket;
  /** The order's magic; null where it was not ours, or the broker acted by itself (stop, target, stop-out). */
  readonly clientOrderId: ClientOrderId | null;
  /** Null where it was filled, all or in part. */
  readonly refusal: Fault | null;
  readonly retcode: number;
  /** That was asked for; its deals tell how much of it was done. */
  readonly volume: Lots;
  readonly occurredAtUtcMs: UtcMs;
}

/** What one event did to the account: the new state and the records to be added to the history. */
export interface BrokerChange {
  readonly state: BrokerState;
  readonly orders: readonly BrokerOrder[];
  readonly deals: readonly Deal[];
}

/** Tickets begin where they cannot be taken for counts. */
export const newBrokerState = (balance: number, terms: BrokerTerms = usualTerms): BrokerState => ({
  terms,
  balance: money(balance),
  credit: money(0),
  positions: [],
  orders: [],
  lastOrderTicket: 50_000_000,
  lastDealTicket: 70_000_000,
});

export const unchanged = (state: BrokerState): BrokerChange => ({ state, orders: [], deals: [] });

/** One change after the other, as one. */
export const afterwards = (before: BrokerChange, next: BrokerChange): BrokerChange => ({
  state: next.state,
  orders: [...before.orders, ...next.orders],
  deals: [...before.deals, ...next.deals],
});
