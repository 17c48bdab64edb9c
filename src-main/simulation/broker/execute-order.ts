import { assertDefined } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { isSameVolume } from '#shared/market/instrument-volume.ts';
import { positionId } from '#shared/trading/ids.ts';
import { closePrice, oppositeSide } from '#shared/trading/side.ts';
import { lots, type Lots } from '#shared/units/lots.ts';
import { retcodeOf, retcodes } from '../retcodes.ts';
import type { Booked } from './book-deal.ts';
import { afterwards, unchanged, type BrokerChange, type BrokerState, type WorkingOrder } from './broker-state.ts';
import type { MarketNow } from './market-watch.ts';
import { closePosition } from './close-position.ts';
import type { DealRequest } from './deal-request.ts';
import { netDeal } from './net-deal.ts';
import { openPosition } from './open-position.ts';
import { placeOrder, positionGone } from './place-order.ts';

/**
 * Fills or refuses an order at once; either way exactly one order is added to the history. `parts` are the volumes that it is filled in: by
 * default all of it in one.
 */
export function executeOrder(
  state: BrokerState,
  request: DealRequest,
  market: MarketNow,
  parts: readonly Lots[] = [request.volume],
): BrokerChange {
  let change = placeOrder(state, { request, parts }, market);
  for (;;) {
    const working = change.state.orders.at(-1);
    if (working === undefined || state.orders.some(({ orderTicket }) => orderTicket === working.orderTicket))
      return change;
    change = afterwards(change, executePart(change.state, working, market));
  }
}

/** Executes the next part of an order that works, at the market as it is, and ends the order with its last part. */
export function executePart(state: BrokerState, working: WorkingOrder, market: MarketNow): BrokerChange {
  const [volume, ...parts] = working.parts;
  const booked = dealOf(state, working, assertDefined(volume, 'an order that works has a part to come'), market);
  if (!booked.ok) return endOrder(state, working, { refusal: booked.error, market });
  const { deal } = booked.value;
  const volumeDone = lots(Number((working.volumeDone + deal.volume).toFixed(8)));
  const next = { ...working, parts, volumeDone };
  const orders = state.orders.map((it) => (it.orderTicket === working.orderTicket ? next : it));
  const change = { ...unchanged({ ...booked.value.state, orders }), deals: [deal] };
  return parts.length > 0 ? change : afterwards(change, endOrder(change.state, next, { refusal: null, market }));
}

/** Whatever of it was not executed is cancelled with its end. One that was executed in part is not refused any more. */
function endOrder(
  state: BrokerState,
  { orderTicket, request, volumeDone }: WorkingOrder,
  { refusal, market }: { readonly refusal: Fault | null; readonly market: MarketNow },
): BrokerChange {
  const { clientOrderId, volume } = request;
  const isWhole = isSameVolume(volumeDone, volume, market.instrument);
  const isRefused = refusal !== null && volumeDone === 0;
  const retcode = isRefused ? retcodeOf(refusal) : isWhole ? retcodes.done : retcodes.donePartly;
  const ended = { orderTicket, clientOrderId, retcode, volume, occurredAtUtcMs: market.nowUtcMs };
  return {
    state: { ...state, orders: state.orders.filter((it) => it.orderTicket !== orderTicket) },
    orders: [{ ...ended, refusal: isRefused ? refusal : null }],
    deals: [],
  };
}

function dealOf(
  state: BrokerState,
  { request, orderTicket }: WorkingOrder,
  volume: Lots,
  market: MarketNow,
): Result<Booked, Fault> {
  if (state.terms.marginMode === 'netting') return ok(netDeal(state, { request, orderTicket, volume }, market));
  if (request.kind === 'reduceOnly') return reduction(state, { request, orderTicket, volume }, market);
  const into = state.positions.find((it) => it.positionId === positionId(orderTicket)) ?? null;
  return ok(openPosition(state, { request, orderTicket, volume, into }, market));
}

function reduction(
  state: BrokerState,
  order: Pick<WorkingOrder, 'orderTicket'> & {
    readonly request: Extract<DealRequest, { kind: 'reduceOnly' }>;
    readonly volume: Lots;
  },
  market: MarketNow,
): Result<Booked, Fault> {
  const { request, orderTicket, volume } = order;
  const { positionId: id, symbol, side, clientOrderId, origin } = request;
  const position = state.positions.find(
    (it) => it.positionId === id && it.symbol === symbol && it.side === oppositeSide(side),
  );
  if (position === undefined) return err(positionGone);
  const price = closePrice(position.side, market.quote);
  const reason = origin === 'manual' ? 'manual' : 'adviser';
  return closePosition(state, { position, orderTicket, volume, price, reason, clientOrderId }, market);
}
