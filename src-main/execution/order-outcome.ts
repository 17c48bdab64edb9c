import type { Fault } from '#shared/base/fault.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import type { OrderTicket } from '#shared/trading/ids.ts';
import type { Order } from '#shared/trading/order.ts';
import { nextOrderStatus, type OrderFact } from './next-order-status.ts';

/** What a report makes of orders: events to append, in order, and the orders that came back after their end. */
export interface OrderOutcome {
  readonly events: readonly EngineEvent[];
  readonly lateFills: readonly Order[];
}

export interface Learned {
  readonly fact: OrderFact;
  readonly orderTicket: OrderTicket | null;
  readonly fault: Fault | null;
}

/** The event of a fact about one order, or none where it says nothing new: a report may come twice. */
export function learn(order: Order, { fact, orderTicket, fault }: Learned): OrderOutcome {
  const { status, isLateFill } = nextOrderStatus(order.status, fact);
  const isMoved = status !== order.status;
  const ticket = order.orderTicket ?? orderTicket;
  if (!isMoved && ticket === order.orderTicket) return { events: [], lateFills: [] };
  return {
    events: [
      {
        kind: 'orderStatusChanged',
        clientOrderId: order.request.clientOrderId,
        status,
        orderTicket: ticket,
        fault: isMoved ? fault : order.fault,
      },
    ],
    lateFills: isLateFill ? [order] : [],
  };
}
