import type { MarketEntry } from '#main/fills/match-entry.ts';
import { fault } from '#shared/base/fault.ts';
import { orderTicket, type ClientOrderId, type PositionId } from '#shared/trading/ids.ts';
import { closePrice, oppositeSide, type Side } from '#shared/trading/side.ts';
import type { Lots } from '#shared/units/lots.ts';
import { closePosition } from './close-position.ts';
import { openPosition } from './open-position.ts';
import type { BrokerChange, BrokerState, MarketNow } from './broker-state.ts';

/** A market order as it reaches the broker. */
export type BrokerRequest =
  | (MarketEntry & { readonly kind: 'entry'; readonly clientOrderId: ClientOrderId })
  | {
      readonly kind: 'reduceOnly';
      readonly clientOrderId: ClientOrderId;
      readonly positionId: PositionId;
      readonly side: Side;
      readonly volume: Lots;
    };

/** Fills or refuses an order at once; either way exactly one order is added to the history. */
export function executeOrder(state: BrokerState, request: BrokerRequest, market: MarketNow): BrokerChange {
  if (request.kind === 'entry') return openPosition(state, request, market);
  const { clientOrderId, positionId, side, volume } = request;
  const position = state.positions.find((it) => it.positionId === positionId && it.side === oppositeSide(side));
  if (position === undefined) return refuseReduction(state, clientOrderId, market);
  const price = closePrice(position.side, market.quote);
  return closePosition(state, { position, volume, price, reason: 'adviser', clientOrderId }, market);
}

function refuseReduction(state: BrokerState, clientOrderId: ClientOrderId, market: MarketNow): BrokerChange {
  const lastOrderTicket = state.lastOrderTicket + 1;
  const order = {
    orderTicket: orderTicket(String(lastOrderTicket)),
    clientOrderId,
    refusal: fault('POSITION_UNKNOWN', 'There is no position that this order would reduce.'),
    occurredAtUtcMs: market.nowUtcMs,
  };
  return { state: { ...state, lastOrderTicket }, orders: [order], deals: [] };
}
