import type { WireOrder, WireOrderState } from '#main/protocol/messages/trade-messages.ts';
import { faultToWire } from '#main/protocol/wire-fault.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { isSamePrice } from '#shared/market/instrument-prices.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { OrderTicket } from '#shared/trading/ids.ts';
import type { Price } from '#shared/units/price.ts';
import type { BrokerState } from '../broker/broker-state.ts';
import { instrumentIn, type MarketWatch } from '../broker/market-watch.ts';
import type { BrokerAnswer } from '../broker/simulated-broker.ts';
import { classOfRetcode, retcodes } from '../retcodes.ts';
import { toWireDeal } from '../session/to-wire.ts';
import type { ExecutedOrder } from '../store/broker-records.ts';

/** Whether nothing more can become of the order. */
export const isFinal = ({ state }: WireOrderState): boolean =>
  state !== 'accepted' && state !== 'partiallyFilled' && state !== 'unknown';

/** What the broker's record of an order says that has ended there. */
export function executionResult({ order, deals }: ExecutedOrder, clock: BrokerClock): WireOrderState {
  const { orderTicket, refusal, retcode, volume } = order;
  if (refusal !== null)
    return retcode === retcodes.positionClosed
      ? { state: 'cancelled', orderTicket: null, deals: [], retcode }
      : { state: 'rejected', fault: faultToWire(refused(refusal, retcode)), retcode };
  const done = deals.reduce((sum, deal) => sum + deal.volume, 0);
  const told = { orderTicket, deals: deals.map((deal) => toWireDeal(deal, clock)), retcode };
  return { state: done < volume - volumeTolerance ? 'cancelled' : 'filled', ...told };
}

const volumeTolerance = 1e-8;

/** What there is of an order that still works at the broker. */
export const workingResult = (
  { orderTicket, deals }: { readonly orderTicket: OrderTicket; readonly deals: readonly Deal[] },
  clock: BrokerClock,
): WireOrderState =>
  deals.length === 0
    ? { state: 'accepted', orderTicket, retcode: retcodes.placed }
    : {
        ...{ state: 'partiallyFilled', orderTicket, retcode: retcodes.placed },
        deals: deals.map((deal) => toWireDeal(deal, clock)),
      };

/** What a position's stops say of an order that was to set them; null: they are others (yet). A position that is gone has none to set. */
export function stopsResult(
  order: Pick<Extract<WireOrder, { kind: 'modify' }>, 'positionId' | 'stop' | 'target'>,
  { positions }: BrokerState,
  watch: MarketWatch,
): WireOrderState | null {
  const { positionId } = order;
  const position = positions.find((it) => it.positionId === positionId);
  if (position === undefined) return { state: 'cancelled', orderTicket: null, deals: [], retcode: null };
  const { stop, target } = position;
  const instrument = instrumentIn(watch, position.symbol);
  const isSet = (level: Price | null, asked: Price | null): boolean =>
    level === null || asked === null ? level === asked : isSamePrice(level, asked, instrument);
  if (!isSet(stop, order.stop) || !isSet(target, order.target)) return null;
  return { state: 'modified', positionId, stop, target, retcode: retcodes.done };
}

/** What the broker's answer alone says; its records come before it. */
export function answerResult(kind: WireOrder['kind'], { retcode, refusal }: BrokerAnswer): WireOrderState {
  const code = retcode === null ? 'unknown' : classOfRetcode(retcode, kind);
  if (code === 'accepted') return { state: 'accepted', orderTicket: null, retcode };
  if (code === 'unknown') return { state: 'unknown', fault: faultToWire(outcomeUnknown), retcode };
  return { state: 'rejected', fault: faultToWire(fault(code, refusal?.message ?? noReason, refusal?.facts)), retcode };
}

/** What the adviser says of an order that it did not send to the broker. */
export const notSent = (why: Fault): WireOrderState => ({
  state: why.code === 'ORDER_EXPIRED' ? 'expired' : 'denied',
  fault: faultToWire(why),
  retcode: null,
});

/** The class of the code is what counts; the broker's own reason explains it. */
function refused({ message, facts }: Fault, retcode: number): Fault {
  const code = classOfRetcode(retcode, 'entry');
  return fault(code === 'accepted' || code === 'unknown' ? 'ORDER_REJECTED' : code, message, facts);
}

const noReason = 'The broker refused the order.';

export const outcomeUnknown = fault(
  'ORDER_OUTCOME_UNKNOWN',
  'It is not known what became of the order at the broker. It is not sent again; its records are asked.',
);
