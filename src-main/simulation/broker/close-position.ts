import { closeAgainst } from '#main/fills/close-against.ts';
import { roundToCents } from '#main/fills/round-to-cents.ts';
import type { Deal } from '#shared/trading/deal.ts';
import { dealTicket, orderTicket, type ClientOrderId } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import { oppositeSide } from '#shared/trading/side.ts';
import type { Lots } from '#shared/units/lots.ts';
import type { Price } from '#shared/units/price.ts';
import type { BrokerChange, BrokerState, MarketNow } from './broker-state.ts';

export interface ClosingOrder {
  readonly position: Position;
  readonly volume: Lots;
  readonly price: Price;
  readonly reason: Deal['reason'];
  /** Null where the broker acts by itself: such deals bear no magic. */
  readonly clientOrderId: ClientOrderId | null;
}

/** Closes a position or a part of it; a volume that is no part of it is refused, and the refusal kept on record. */
export function closePosition(state: BrokerState, closing: ClosingOrder, market: MarketNow): BrokerChange {
  const { position, volume, price, reason, clientOrderId } = closing;
  const { instrument, nowUtcMs } = market;
  const ticket = orderTicket(String(state.lastOrderTicket + 1));
  const numbered = { ...state, lastOrderTicket: state.lastOrderTicket + 1 };
  const order = { orderTicket: ticket, clientOrderId, occurredAtUtcMs: nowUtcMs };
  const closed = closeAgainst(position, { volume, price }, instrument);
  if (!closed.ok) return { state: numbered, orders: [{ ...order, refusal: closed.error }], deals: [] };
  const { profit, commission, swap, remaining } = closed.value;
  const deal: Deal = {
    dealTicket: dealTicket(String(state.lastDealTicket + 1)),
    orderTicket: ticket,
    positionId: position.positionId,
    clientOrderId,
    symbol: position.symbol,
    side: oppositeSide(position.side),
    entry: 'out',
    reason,
    volume,
    price,
    profit,
    commission,
    swap,
    occurredAtUtcMs: nowUtcMs,
  };
  return {
    state: {
      ...numbered,
      balance: roundToCents(state.balance + profit + commission + swap),
      positions: state.positions.flatMap((it) =>
        it.positionId !== position.positionId ? [it] : remaining === null ? [] : [remaining],
      ),
      lastDealTicket: state.lastDealTicket + 1,
    },
    orders: [{ ...order, refusal: null }],
    deals: [deal],
  };
}
