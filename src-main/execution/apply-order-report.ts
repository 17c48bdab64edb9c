import { fault } from '#shared/base/fault.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { DealTicket } from '#shared/trading/ids.ts';
import type { Order } from '#shared/trading/order.ts';
import type { OrderReport } from '#main/ports/terminal-event.ts';
import { applyDeals } from './apply-deals.ts';
import type { OrderFact } from './next-order-status.ts';
import { learn, type Learned, type OrderOutcome } from './order-outcome.ts';

/** What the terminal's answer makes of one order. The same answer twice says nothing new. */
export function applyOrderReport(answer: {
  readonly order: Order;
  readonly report: OrderReport;
  readonly hasDeal: (ticket: DealTicket) => boolean;
}): OrderOutcome {
  const { order, report } = answer;
  switch (report.kind) {
    case 'filled':
    case 'partiallyFilled':
      // Filled means that deals were seen: without any of its own the answer says no more than that the terminal took the order.
      return withDeals(answer, report, { ifNoneIsNew: 'accepted' });
    case 'cancelled':
      return cancel(answer, report);
    default:
      return learn(order, learnedFrom(report));
  }
}

type WithDeals = Extract<OrderReport, { readonly deals: readonly Deal[] }>;

interface Answer {
  readonly order: Order;
  readonly hasDeal: (ticket: DealTicket) => boolean;
}

function withDeals(
  { order, hasDeal }: Answer,
  { orderTicket, deals }: WithDeals,
  { ifNoneIsNew }: { readonly ifNoneIsNew: OrderFact },
): OrderOutcome {
  const known = { ...order, orderTicket: order.orderTicket ?? orderTicket };
  const outcome = applyDeals({ orders: [known], deals, hasDeal });
  const hasMoved = outcome.events.some((event) => event.kind === 'orderStatusChanged');
  if (hasMoved) return outcome;
  const taken = learn(order, { fact: ifNoneIsNew, orderTicket, fault: null });
  return { events: [...outcome.events, ...taken.events], lateFills: taken.lateFills };
}

/** The deals first: what was filled before the rest was cancelled makes another end of it. */
function cancel(answer: Answer, report: Extract<OrderReport, { kind: 'cancelled' }>): OrderOutcome {
  const { order } = answer;
  const dealt = withDeals(answer, report, { ifNoneIsNew: 'cancelled' });
  const change = dealt.events.findLast((event) => event.kind === 'orderStatusChanged');
  if (change?.status !== 'partiallyFilled') return dealt;
  const filled = { ...order, status: change.status, orderTicket: change.orderTicket, fault: change.fault };
  const ended = learn(filled, { fact: 'cancelled', orderTicket: report.orderTicket, fault: null });
  return { events: [...dealt.events, ...ended.events], lateFills: dealt.lateFills };
}

function learnedFrom(report: Exclude<OrderReport, WithDeals>): Learned {
  switch (report.kind) {
    case 'accepted':
      return { fact: 'accepted', orderTicket: report.orderTicket, fault: null };
    case 'modified':
      return { fact: 'stopsRead', orderTicket: null, fault: null };
    case 'denied':
    case 'expired':
    case 'rejected':
      return { fact: report.kind, orderTicket: null, fault: report.fault };
    case 'unknown':
      return { fact: 'answerLost', orderTicket: null, fault: report.fault };
    case 'notFound':
      return {
        fact: 'notFound',
        orderTicket: null,
        fault: fault('ORDER_OUTCOME_UNKNOWN', 'The terminal has no record of this order. It is never sent again.'),
      };
  }
}
