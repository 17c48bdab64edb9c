import { lossToStop } from '#main/fills/loss-to-stop.ts';
import { matchEntry } from '#main/fills/match-entry.ts';
import type { WireOrder } from '#main/protocol/messages/trade-messages.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { isSameAccount, type AccountIdentity } from '#shared/trading/account.ts';
import { fillPrice, oppositeSide } from '#shared/trading/side.ts';
import type { Money } from '#shared/units/money.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { BrokerState, MarketNow } from '../broker/broker-state.ts';

/** Float noise of a sum of money; the risk that was approved is not rounded either. */
const moneyTolerance = 0.005;

/** Everything that is read again just before an order goes to the broker. */
export interface OrderSurroundings {
  readonly account: AccountIdentity;
  /** The session that is open, or null. */
  readonly session: string | null;
  readonly wallUtcMs: UtcMs;
  /** Null before the first quote. */
  readonly market: MarketNow | null;
  readonly broker: BrokerState;
  readonly freeMargin: Money;
}

/** Why the adviser does not send an order, or null where it may. ORDER_EXPIRED alone means that its time has run out. */
export function refusalOf(order: WireOrder, now: OrderSurroundings): Fault | null {
  if (!isSameAccount(order.account, now.account))
    return fault('ACCOUNT_CHANGED', 'The order is for another account than the one this terminal is logged in to.');
  if (order.session !== now.session)
    return fault('NOT_CONNECTED', 'The session that the order came from ended before it was sent to the broker.');
  if (now.wallUtcMs > order.sentAtUtcMs + order.ttlMs)
    return fault('ORDER_EXPIRED', 'The order’s time ran out before it was sent to the broker.');
  if (now.market === null) return fault('QUOTE_MISSING', 'There is no quote to execute the order on.');
  if (order.symbol !== now.market.instrument.symbol)
    return fault('INSTRUMENT_MISSING', `This terminal does not trade ${order.symbol}.`);
  return order.kind === 'entry' ? entryRefusal(order, now.market, now.freeMargin) : reductionRefusal(order, now.broker);
}

function entryRefusal(
  order: Extract<WireOrder, { kind: 'entry' }>,
  { quote, instrument }: MarketNow,
  freeMargin: Money,
): Fault | null {
  const match = matchEntry(order, { quote, instrument, freeMargin });
  if (!match.ok) return match.error;
  const { side, volume, stop } = order;
  const loss = lossToStop({ side, volume, from: fillPrice(side, quote), stop }, instrument);
  if (loss <= order.riskMoney + moneyTolerance) return null;
  return fault('ORDER_DENIED_BY_ADVISER', 'The loss to the stop would be above the risk that was approved.', {
    loss,
    limit: order.riskMoney,
  });
}

function reductionRefusal(order: Extract<WireOrder, { kind: 'reduceOnly' }>, broker: BrokerState): Fault | null {
  const position = broker.positions.find((it) => it.positionId === order.positionId);
  if (position === undefined) return fault('POSITION_UNKNOWN', 'The position that the order would reduce is not open.');
  if (order.side === oppositeSide(position.side) && order.volume <= position.volume) return null;
  return fault('NOT_A_REDUCTION', 'The order would not reduce the position: wrong side, or more than is open.');
}
