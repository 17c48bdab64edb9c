import { closeAgainst } from '#main/fills/close-against.ts';
import { commissionOf } from '#main/fills/commission.ts';
import { revalue } from '#main/fills/revalue.ts';
import { assert } from '#shared/base/assert.ts';
import type { Position } from '#shared/trading/position.ts';
import { closePrice } from '#shared/trading/side.ts';
import { lots } from '#shared/units/lots.ts';
import { money } from '#shared/units/money.ts';
import { bookDeal, type Booked } from './book-deal.ts';
import type { BrokerState } from './broker-state.ts';
import type { MarketNow } from './market-watch.ts';
import { closePosition } from './close-position.ts';
import { openPosition, type Opening } from './open-position.ts';

/**
 * A deal on a netting account: whatever it was meant for, it opens the symbol's one position, adds to it, takes from it, or turns it round.
 * A position that was turned keeps its id and bears the levels and the magic of the order that turned it.
 */
export function netDeal(state: BrokerState, order: Omit<Opening, 'into'>, market: MarketNow): Booked {
  const { request, orderTicket, volume } = order;
  const position = state.positions.find(({ symbol }) => symbol === market.instrument.symbol) ?? null;
  if (position === null || position.side === request.side)
    return openPosition(state, { ...order, into: position }, market);
  if (volume > position.volume) return turnRound(state, { ...order, into: position }, market);
  const price = closePrice(position.side, market.quote);
  const reason = request.origin === 'manual' ? 'manual' : 'adviser';
  const { clientOrderId } = request;
  const closed = closePosition(state, { position, orderTicket, volume, price, reason, clientOrderId }, market);
  assert(closed.ok, 'an opposite deal that is not larger takes from the position');
  return closed.value;
}

function turnRound(
  state: BrokerState,
  { request, orderTicket, volume, into }: Opening & { readonly into: Position },
  market: MarketNow,
): Booked {
  const { instrument, quote, nowUtcMs } = market;
  const at = closePrice(into.side, quote);
  const closed = closeAgainst(into, { volume: into.volume, price: at }, instrument);
  assert(closed.ok, 'a whole position can be closed');
  const { clientOrderId, origin, side } = request;
  const turned: Position = {
    ...into,
    ...(request.kind === 'entry' ? { stop: request.stop, target: request.target } : { stop: null, target: null }),
    ...{ side, clientOrderId, origin, openPrice: at, openedAtUtcMs: nowUtcMs, swap: money(0) },
    volume: lots(Number((volume - into.volume).toFixed(8))),
  };
  const deal = {
    ...{ orderTicket, positionId: into.positionId, clientOrderId, symbol: instrument.symbol, side, volume, price: at },
    entry: 'inOut',
    reason: origin === 'manual' ? 'manual' : 'adviser',
    profit: closed.value.profit,
    commission: commissionOf(volume, instrument),
    swap: closed.value.swap,
    occurredAtUtcMs: nowUtcMs,
  } as const;
  const positions = state.positions.map((it) => (it === into ? revalue(turned, quote, instrument) : it));
  return bookDeal(state, deal, positions);
}
