import type { WireOrderState } from '#main/protocol/messages/trade-messages.ts';
import { faultToWire } from '#main/protocol/wire-fault.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { toWireDeal } from '../session/to-wire.ts';
import type { ExecutedOrder } from '../store/broker-records.ts';

/** What the broker's record of an order says of it. */
export function executionResult({ order, deals }: ExecutedOrder, clock: BrokerClock): WireOrderState {
  const { orderTicket, refusal } = order;
  if (refusal !== null)
    return { state: 'rejected', fault: faultToWire(refusal), retcode: refusedRetcodes[refusal.code] ?? retcodeReject };
  return { state: 'filled', orderTicket, deals: deals.map((deal) => toWireDeal(deal, clock)), retcode: retcodeDone };
}

/** What the adviser says of an order that it did not send to the broker. */
export const notSent = (why: Fault): WireOrderState => ({
  state: why.code === 'ORDER_EXPIRED' ? 'expired' : 'denied',
  fault: faultToWire(why),
  retcode: null,
});

/** MT5's return codes: done, and rejected for no reason of its own. */
const retcodeDone = 10_009;
const retcodeReject = 10_006;

/** Requote, invalid volume, invalid stops, not enough money, position already closed. */
const refusedRetcodes: Readonly<Partial<Record<FaultCode, number>>> = {
  WORST_PRICE_PASSED: 10_004,
  VALUE_INVALID: 10_014,
  VOLUME_BELOW_MIN: 10_014,
  VOLUME_LIMIT: 10_014,
  NOT_A_REDUCTION: 10_014,
  STOP_WRONG_SIDE: 10_016,
  STOP_TOO_NEAR: 10_016,
  TARGET_WRONG_SIDE: 10_016,
  MARGIN_INSUFFICIENT: 10_019,
  POSITION_UNKNOWN: 10_036,
};
