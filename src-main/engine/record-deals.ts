import type { Deal } from '#shared/trading/deal.ts';
import type { DealTicket } from '#shared/trading/ids.ts';
import { applyDeals } from '#main/execution/apply-deals.ts';
import { applyOutcome } from './apply-outcome.ts';
import { concernedOrders } from './concerned-orders.ts';
import type { Step } from './step.ts';

/** Records the deals that are not known yet, and what they make of our orders; the terminal may report a deal as often as it likes. */
export function recordDeals(step: Step, deals: readonly Deal[]): void {
  const fresh = deals.filter((deal) => !hasDeal(step, deal.dealTicket));
  const orders = concernedOrders(
    step,
    fresh.map((deal) => deal.clientOrderId),
  );
  applyOutcome(step, applyDeals({ orders, deals: fresh, hasDeal: () => false }));
}

/** Known to the ledger, or recorded in this very turn. */
export const hasDeal = (step: Step, ticket: DealTicket): boolean =>
  step.dependencies.ledger.hasDeal(ticket) ||
  step.events.some(({ event }) => event.kind === 'dealRecorded' && event.deal.dealTicket === ticket);
