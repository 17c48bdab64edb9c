import { commissionOf } from '#main/fills/commission.ts';
import { revalue } from '#main/fills/revalue.ts';
import { positionId, type OrderTicket } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import { fillPrice } from '#shared/trading/side.ts';
import { lots, type Lots } from '#shared/units/lots.ts';
import { money } from '#shared/units/money.ts';
import { price, type Price } from '#shared/units/price.ts';
import { bookDeal, type Booked } from './book-deal.ts';
import type { BrokerState } from './broker-state.ts';
import type { MarketNow } from './market-watch.ts';
import type { DealRequest } from './deal-request.ts';

export interface Opening {
  readonly request: DealRequest;
  readonly orderTicket: OrderTicket;
  readonly volume: Lots;
  /** The position that grows; null opens one that bears its order's ticket, as in MT5. */
  readonly into: Position | null;
}

/** Buys or sells at the quote, into a new position or one that is open on the same side. */
export function openPosition(state: BrokerState, opening: Opening, market: MarketNow): Booked {
  const { request, orderTicket, volume, into } = opening;
  const { instrument, quote, nowUtcMs } = market;
  const { clientOrderId, side } = request;
  const at = fillPrice(side, quote);
  const position = into === null ? newPosition(opening, market, at) : grown(into, opening, at);
  const positions =
    into === null
      ? [...state.positions, revalue(position, quote, instrument)]
      : state.positions.map((it) => (it === into ? revalue(position, quote, instrument) : it));
  const deal = {
    orderTicket,
    positionId: position.positionId,
    clientOrderId,
    symbol: instrument.symbol,
    side,
    entry: 'in',
    reason: request.origin === 'manual' ? 'manual' : 'adviser',
    volume,
    price: at,
    profit: money(0),
    commission: commissionOf(volume, instrument),
    swap: money(0),
    occurredAtUtcMs: nowUtcMs,
  } as const;
  return bookDeal(state, deal, positions);
}

function newPosition({ request, orderTicket, volume }: Opening, market: MarketNow, openPrice: Price): Position {
  const { clientOrderId, origin, side } = request;
  return {
    positionId: positionId(orderTicket),
    symbol: market.instrument.symbol,
    side,
    volume,
    openPrice,
    openedAtUtcMs: market.nowUtcMs,
    ...levelsOf(request),
    profit: money(0),
    swap: money(0),
    clientOrderId,
    origin,
  };
}

/** The open price is the mean by volume. The newest order's levels hold for all of it. */
function grown(position: Position, { request, volume }: Opening, at: Price): Position {
  const sum = Number((position.volume + volume).toFixed(8));
  const openPrice = price((position.openPrice * position.volume + at * volume) / sum);
  const { stop, target } = levelsOf(request);
  return {
    ...position,
    volume: lots(sum),
    openPrice,
    stop: stop ?? position.stop,
    target: target ?? position.target,
  };
}

const levelsOf = (request: DealRequest): Pick<Position, 'stop' | 'target'> =>
  request.kind === 'entry' ? { stop: request.stop, target: request.target } : { stop: null, target: null };
