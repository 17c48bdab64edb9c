import { exposureHashOf } from '#main/protocol/exposure-hash.ts';
import { hashList } from '#main/protocol/list-hash.ts';
import type { WireCalendarEvent } from '#main/protocol/messages/data-messages.ts';
import type { ServerMs } from '#main/protocol/server-ms.ts';
import type { WireList, WireSnapshot } from '#main/protocol/snapshot-pages.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { CashOperation } from '#shared/trading/cash-operation.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { BrokerState } from '../broker/broker-state.ts';
import { toWireCash, toWireDeal, toWireOrder, toWirePosition } from './to-wire.ts';

interface Reported {
  readonly clock: BrokerClock;
  readonly stampMs: ServerMs;
}

export const symbolList = (instruments: readonly Instrument[], stampMs: ServerMs): WireSnapshot['symbols'] => ({
  kind: 'symbols',
  stampMs,
  hash: hashList(instruments),
  instruments,
});

/** What floats with every quote is no part of the mark. */
export function positionList(broker: BrokerState, { clock, stampMs }: Reported): WireSnapshot['positions'] {
  const positions = broker.positions.map((position) => toWirePosition(position, clock));
  const hash = hashList(positions.map((position) => ({ ...position, profit: 0, swap: 0 })));
  return { kind: 'positions', stampMs, hash, positions };
}

export function orderList(broker: BrokerState, { clock, stampMs }: Reported): WireSnapshot['orders'] {
  const orders = broker.orders.map((order) => toWireOrder(order, clock));
  return { kind: 'orders', stampMs, hash: hashList(orders), orders };
}

/** What the account's history has: executions, and money that came and went. */
export interface AccountHistory {
  readonly deals: readonly Deal[];
  readonly cash: readonly CashOperation[];
}

export function dealList(history: AccountHistory, { clock, stampMs }: Reported): WireSnapshot['deals'] {
  const deals = history.deals.map((deal) => toWireDeal(deal, clock));
  const cash = history.cash.map((operation) => toWireCash(operation, clock));
  const hash = hashList(cash.length === 0 ? deals : [deals, cash]);
  return { kind: 'deals', stampMs, hash, deals, cash };
}

export const calendarList = (
  span: { readonly fromStampMs: ServerMs; readonly toStampMs: ServerMs; readonly events: readonly WireCalendarEvent[] },
  stampMs: ServerMs,
): Extract<WireList, { kind: 'calendar' }> => ({ kind: 'calendar', stampMs, hash: hashList(span.events), ...span });

/** What POSITIONS and ORDERS would say now. */
export const exposureHash = (broker: BrokerState, now: Reported): string =>
  exposureHashOf({ positions: positionList(broker, now).hash, orders: orderList(broker, now).hash });
