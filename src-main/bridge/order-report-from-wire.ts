import { fault, type Fault } from '#shared/base/fault.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { OrderReport } from '#main/ports/terminal-event.ts';
import type { WireDeal } from '#main/protocol/messages/state-messages.ts';
import type { OrderStatusBody, WireOrderState } from '#main/protocol/messages/trade-messages.ts';
import { faultFromWire, type WireFault } from '#main/protocol/wire-fault.ts';
import { dealFromWire } from './lists-from-wire.ts';

type NotDone = Extract<WireOrderState, { state: 'denied' | 'expired' | 'rejected' | 'unknown' }>;

export function orderReportFromWire(result: WireOrderState, clock: BrokerClock): OrderReport {
  switch (result.state) {
    case 'denied':
    case 'expired':
    case 'rejected':
    case 'unknown':
      return { kind: result.state, fault: notDoneFault(result) };
    case 'accepted':
      return { kind: 'accepted', orderTicket: result.orderTicket };
    case 'cancelled':
      return { kind: 'cancelled', orderTicket: result.orderTicket, deals: dealsOf(result, clock) };
    case 'partiallyFilled':
    case 'filled':
      return { kind: result.state, orderTicket: result.orderTicket, deals: dealsOf(result, clock) };
    case 'modified':
      return { kind: 'modified', stop: result.stop, target: result.target };
  }
}

const dealsOf = ({ deals }: { readonly deals: readonly WireDeal[] }, clock: BrokerClock): readonly Deal[] =>
  deals.map((deal) => dealFromWire(deal, clock));

/** What the terminal's records say. An answer about another account proves nothing, so it counts as unknown. */
export function orderAnswerFromWire(answer: OrderStatusBody['answer'], clock: BrokerClock): OrderReport {
  switch (answer.kind) {
    case 'FOUND':
      return orderReportFromWire(answer.result, clock);
    case 'NOT_FOUND':
      return { kind: 'notFound' };
    case 'UNKNOWN':
      return { kind: 'unknown', fault: unknownFault(answer.fault ?? null) };
    case 'WRONG_ACCOUNT':
      return { kind: 'unknown', fault: otherAccount };
  }
}

const codeOfState: Readonly<Record<NotDone['state'], FaultCode>> = {
  denied: 'ORDER_DENIED_BY_ADVISER',
  expired: 'ORDER_EXPIRED',
  rejected: 'ORDER_REJECTED',
  unknown: 'ORDER_OUTCOME_UNKNOWN',
};

function notDoneFault({ state, fault: wire, retcode }: NotDone): Fault {
  const { code, message, facts } = faultFromWire(wire, codeOfState[state]);
  return fault(code, message, { ...facts, retcode });
}

const unknownFault = (why: WireFault | null): Fault =>
  why === null ? cannotTell : faultFromWire(why, 'ORDER_OUTCOME_UNKNOWN');

const cannotTell = fault(
  'ORDER_OUTCOME_UNKNOWN',
  'The terminal cannot tell yet what became of the order. It is not sent again; the terminal is asked again.',
);

const otherAccount = fault(
  'ACCOUNT_CHANGED',
  'The terminal stands on another account than the order was sent to, so what became of the order is unknown. Log the terminal in to that account.',
);
