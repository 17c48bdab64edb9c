import { closeAgainst } from '#main/fills/close-against.ts';
import { matchEntry } from '#main/fills/match-entry.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { orderTicket } from '#shared/trading/ids.ts';
import { closePrice, oppositeSide } from '#shared/trading/side.ts';
import { lots, type Lots } from '#shared/units/lots.ts';
import { retcodeOf } from '../retcodes.ts';
import { figuresOf } from './broker-figures.ts';
import type { BrokerChange, BrokerState } from './broker-state.ts';
import type { MarketNow } from './market-watch.ts';
import type { DealRequest } from './deal-request.ts';

/** The broker takes an order, which then works until it is executed, or refuses it and keeps the refusal on record. */
export function placeOrder(
  state: BrokerState,
  { request, parts }: { readonly request: DealRequest; readonly parts: readonly Lots[] },
  market: MarketNow,
): BrokerChange {
  const refusal = refusalOf(state, request, market);
  if (refusal !== null) return refuseOrder(state, { request, refusal, retcode: retcodeOf(refusal) }, market);
  const lastOrderTicket = state.lastOrderTicket + 1;
  const working = {
    ...{ request, parts, volumeDone: lots(0), placedAtUtcMs: market.nowUtcMs },
    orderTicket: orderTicket(String(lastOrderTicket)),
  };
  return { state: { ...state, lastOrderTicket, orders: [...state.orders, working] }, orders: [], deals: [] };
}

/** Numbers an order and ends it at once. */
export function refuseOrder(
  state: BrokerState,
  refused: { readonly request: DealRequest; readonly refusal: Fault; readonly retcode: number },
  { nowUtcMs }: MarketNow,
): BrokerChange {
  const { request, refusal, retcode } = refused;
  const lastOrderTicket = state.lastOrderTicket + 1;
  const { clientOrderId, volume } = request;
  const order = {
    ...{ clientOrderId, refusal, retcode, volume, occurredAtUtcMs: nowUtcMs },
    orderTicket: orderTicket(String(lastOrderTicket)),
  };
  return { state: { ...state, lastOrderTicket }, orders: [order], deals: [] };
}

function refusalOf(state: BrokerState, request: DealRequest, { quote, instrument, watch }: MarketNow): Fault | null {
  if (request.kind === 'entry') {
    const match = matchEntry(request, { quote, instrument, freeMargin: figuresOf(state, watch).freeMargin });
    return match.ok ? null : match.error;
  }
  if (state.terms.marginMode === 'netting') return null;
  const { positionId, symbol, side, volume } = request;
  const position = state.positions.find(
    (it) => it.positionId === positionId && it.symbol === symbol && it.side === oppositeSide(side),
  );
  if (position === undefined) return positionGone;
  const closed = closeAgainst(position, { volume, price: closePrice(position.side, quote) }, instrument);
  return closed.ok ? null : closed.error;
}

export const positionGone = fault('POSITION_UNKNOWN', 'There is no position that this order would reduce.');
