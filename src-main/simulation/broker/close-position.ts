import { closeAgainst } from '#main/fills/close-against.ts';
import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ClientOrderId, OrderTicket } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import { oppositeSide } from '#shared/trading/side.ts';
import type { Lots } from '#shared/units/lots.ts';
import type { Price } from '#shared/units/price.ts';
import { bookDeal, type Booked } from './book-deal.ts';
import type { BrokerState } from './broker-state.ts';
import type { MarketNow } from './market-watch.ts';

export interface Closing {
  readonly position: Position;
  readonly orderTicket: OrderTicket;
  readonly volume: Lots;
  readonly price: Price;
  readonly reason: Deal['reason'];
  /** Null where the broker acts by itself: such deals bear no magic. */
  readonly clientOrderId: ClientOrderId | null;
}

/** Closes a position or a part of it. NOT_A_REDUCTION for a volume that is no part of it. */
export function closePosition(
  state: BrokerState,
  { position, orderTicket, volume, price, reason, clientOrderId }: Closing,
  { instrument, nowUtcMs }: MarketNow,
): Result<Booked, Fault> {
  const closed = closeAgainst(position, { volume, price }, instrument);
  if (!closed.ok) return closed;
  const { profit, commission, swap, remaining } = closed.value;
  const deal = {
    orderTicket,
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
  } as const;
  const positions = state.positions.flatMap((it) =>
    it.positionId !== position.positionId ? [it] : remaining === null ? [] : [remaining],
  );
  return ok(bookDeal(state, deal, positions));
}
