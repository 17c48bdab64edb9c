import { fault } from '#shared/base/fault.ts';
import type { DealTicket } from '#shared/trading/ids.ts';
import type { Order } from '#shared/trading/order.ts';
import type { OrderReport } from '#main/ports/terminal-event.ts';
import { applyDeals } from './apply-deals.ts';
import { learn, type Learned, type OrderOutcome } from './order-outcome.ts';

/** What the terminal's answer makes of one order. The same answer twice says nothing new. */
export function applyOrderReport(answer: {
  readonly order: Order;
  readonly report: OrderReport;
  readonly hasDeal: (ticket: DealTicket) => boolean;
}): OrderOutcome {
  const { order, report, hasDeal } = answer;
  if (report.kind !== 'filled') return learn(order, learnedFrom(report));
  const known = { ...order, orderTicket: order.orderTicket ?? report.orderTicket };
  const outcome = applyDeals({ orders: [known], deals: report.deals, hasDeal });
  const hasMoved = outcome.events.some((event) => event.kind === 'orderStatusChanged');
  if (hasMoved) return outcome;
  // Filled means that deals were seen: without any of its own the answer says no more than that the terminal took the order.
  const taken = learn(order, { fact: 'accepted', orderTicket: report.orderTicket, fault: null });
  return { events: [...outcome.events, ...taken.events], lateFills: taken.lateFills };
}

function learnedFrom(report: Exclude<OrderReport, { readonly kind: 'filled' }>): Learned {
  switch (report.kind) {
    case 'accepted':
    case 'cancelled':
      return { fact: report.kind, orderTicket: report.orderTicket, fault: null };
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
