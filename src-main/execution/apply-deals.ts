import type { Deal } from '#shared/trading/deal.ts';
import type { DealTicket } from '#shared/trading/ids.ts';
import type { Order } from '#shared/trading/order.ts';
import { learn, type OrderOutcome } from './order-outcome.ts';

/**
 * Records the deals that are new and moves the orders that they belong to. Every list is taken as a repetition until a ticket in it was
 * never seen. A deal that is an order's by the terminal's order ticket alone is recorded under our id: brokers may drop the mark.
 */
export function applyDeals(report: {
  readonly orders: readonly Order[];
  readonly deals: readonly Deal[];
  readonly hasDeal: (ticket: DealTicket) => boolean;
}): OrderOutcome {
  const fresh = newDeals(report.deals, report.hasDeal).map((deal) => underOurId(deal, report.orders));
  const outcomes = report.orders.map((order) => fill(order, fresh));
  return {
    events: [
      ...fresh.map((deal) => ({ kind: 'dealRecorded', deal }) as const),
      ...outcomes.flatMap((outcome) => outcome.events),
    ],
    lateFills: outcomes.flatMap((outcome) => outcome.lateFills),
  };
}

function newDeals(deals: readonly Deal[], hasDeal: (ticket: DealTicket) => boolean): readonly Deal[] {
  const byTicket = new Map(deals.map((deal) => [deal.dealTicket, deal]));
  return [...byTicket.values()].filter((deal) => !hasDeal(deal.dealTicket));
}

function underOurId(deal: Deal, orders: readonly Order[]): Deal {
  if (deal.clientOrderId !== null) return deal;
  const order = orders.find((candidate) => candidate.orderTicket === deal.orderTicket);
  return order === undefined ? deal : { ...deal, clientOrderId: order.request.clientOrderId };
}

function fill(order: Order, fresh: readonly Deal[]): OrderOutcome {
  const own = fresh.filter((deal) => deal.clientOrderId === order.request.clientOrderId);
  const filled = own.reduce<number>((sum, deal) => sum + deal.volume, order.filledVolume);
  if (filled === 0) return { events: [], lateFills: [] };
  return learn(order, {
    fact: isWhole(filled, order) ? 'fullyDealt' : 'partDealt',
    orderTicket: own[0]?.orderTicket ?? null,
    fault: null,
  });
}

/** Volumes lie on steps of 0.00000001 or more; what is less is noise of the sum. */
const isWhole = (filled: number, order: Order): boolean => filled > order.request.volume - 1e-9;
