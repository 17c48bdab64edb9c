import type { AccountFigures } from '#main/fills/account-figures.ts';
import { checkLevels } from '#main/fills/check-levels.ts';
import { lossToStop } from '#main/fills/loss-to-stop.ts';
import { matchEntry } from '#main/fills/match-entry.ts';
import type { WireOrder } from '#main/protocol/messages/trade-messages.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import { isSameAccount, type AccountIdentity } from '#shared/trading/account.ts';
import type { Position } from '#shared/trading/position.ts';
import { fillPrice, oppositeSide } from '#shared/trading/side.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { BrokerState } from '../broker/broker-state.ts';
import { marketIn, type MarketWatch, type MarketNow } from '../broker/market-watch.ts';
import { guardEntry, type EntryGuards } from './entry-guards.ts';

/** Float noise of a sum of money; the risk that was approved is not rounded either. */
const moneyTolerance = 0.005;

/** An order from farther ahead was sent by another clock than this one: when it expires cannot be judged. */
const aheadMsMax = 2000;

/** Everything that is read again just before an order goes to the broker. */
export interface OrderSurroundings {
  readonly account: AccountIdentity;
  /** The session that is open, or null. */
  readonly session: string | null;
  readonly wallUtcMs: UtcMs;
  readonly watch: MarketWatch;
  /** The market's time. */
  readonly nowUtcMs: UtcMs;
  readonly broker: BrokerState;
  readonly figures: AccountFigures;
  /** By the terminal, the adviser and the account, and the broker is there. */
  readonly isTradingAllowed: boolean;
  readonly guards: EntryGuards;
}

/** Why the adviser does not send an order, or null where it may. ORDER_EXPIRED alone means that its time has run out. */
export function refusalOf(order: WireOrder, now: OrderSurroundings): Fault | null {
  if (!isSameAccount(order.account, now.account))
    return fault('ACCOUNT_CHANGED', 'The order is for another account than the one this terminal is logged in to.');
  if (order.session !== now.session)
    return fault('NOT_CONNECTED', 'The session that the order came from ended before it was sent to the broker.');
  if (now.wallUtcMs > order.sentAtUtcMs + order.ttlMs)
    return fault('ORDER_EXPIRED', 'The order’s time ran out before it was sent to the broker.');
  if (order.sentAtUtcMs > now.wallUtcMs + aheadMsMax)
    return fault('ORDER_EXPIRED', 'The order is from ahead of this clock, so that its time cannot be judged.');
  if (!now.isTradingAllowed) return fault('TRADING_NOT_ALLOWED', 'The terminal may not trade on this account now.');
  if (!now.watch.has(order.symbol)) return fault('MARKET_REFUSED', `This terminal does not trade ${order.symbol}.`);
  const market = marketIn(now.watch, order.symbol, now.nowUtcMs);
  if (market === null) return fault('MARKET_REFUSED', 'There is no quote to execute the order on.');
  switch (order.kind) {
    case 'entry':
      return guardEntry(order.volume, now.guards, { ...now, market }) ?? entryRefusal(order, now, market);
    case 'reduceOnly':
      return reductionRefusal(order, now.broker);
    case 'modify':
      return modifyRefusal(order, now.broker, market);
  }
}

function entryRefusal(
  order: Extract<WireOrder, { kind: 'entry' }>,
  { figures: { freeMargin } }: OrderSurroundings,
  { quote, instrument }: MarketNow,
): Fault | null {
  const match = matchEntry(order, { quote, instrument, freeMargin });
  if (!match.ok) return inAdvisersWords(match.error);
  const { side, volume, stop } = order;
  const loss = lossToStop({ side, volume, from: fillPrice(side, quote), stop }, instrument);
  if (loss <= order.riskMoney + moneyTolerance) return null;
  return fault('RISK_EXCEEDED', 'The loss to the stop would be above the risk that was approved.', {
    loss,
    limit: order.riskMoney,
  });
}

function reductionRefusal(order: Extract<WireOrder, { kind: 'reduceOnly' }>, broker: BrokerState): Fault | null {
  const position = positionOf(order, broker);
  if (position === undefined) return fault('POSITION_UNKNOWN', 'The position that the order would reduce is not open.');
  const isPart = order.volume <= position.volume - volumeUnderWay(position, broker) + volumeTolerance;
  if (order.side === oppositeSide(position.side) && isPart) return null;
  return fault('NOT_A_REDUCTION', 'The order would not reduce the position: wrong side, or more than is open.');
}

const volumeTolerance = 1e-8;

/** Of closes that were sent before and have not ended. */
const volumeUnderWay = ({ positionId }: Position, { orders }: BrokerState): number =>
  orders.reduce((sum, { request, volumeDone }) => {
    const isClose = request.kind === 'reduceOnly' && request.positionId === positionId;
    return isClose ? sum + request.volume - volumeDone : sum;
  }, 0);

function modifyRefusal(
  order: Extract<WireOrder, { kind: 'modify' }>,
  broker: BrokerState,
  { quote, instrument }: MarketNow,
): Fault | null {
  const position = positionOf(order, broker);
  if (position?.side !== order.side)
    return fault('POSITION_UNKNOWN', 'The position whose stop the order would move is not open.');
  const refusal = checkLevels(order, quote, instrument);
  return refusal === null ? null : inAdvisersWords(refusal);
}

const positionOf = (
  { positionId, symbol }: Extract<WireOrder, { kind: 'reduceOnly' | 'modify' }>,
  { positions }: BrokerState,
): Position | undefined => positions.find((it) => it.positionId === positionId && it.symbol === symbol);

/** The adviser of a real terminal has fewer words for what it refuses. */
const inAdvisersWords = ({ code, message, facts }: Fault): Fault => fault(advisersWords[code] ?? code, message, facts);

const advisersWords: Readonly<Partial<Record<FaultCode, FaultCode>>> = {
  VALUE_INVALID: 'ORDER_INVALID',
  VOLUME_BELOW_MIN: 'VOLUME_LIMIT',
  STOP_WRONG_SIDE: 'STOP_REQUIRED',
  TARGET_WRONG_SIDE: 'STOP_TOO_NEAR',
};
