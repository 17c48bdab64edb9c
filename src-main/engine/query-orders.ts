import type { ClientOrderId } from '#shared/trading/ids.ts';
import type { Order } from '#shared/trading/order.ts';
import type { Step } from './step.ts';

/** How often the terminal is asked again about an order whose outcome, or whose remainder, is unknown. */
const queryPeriodMs = 15_000;

/** Asks the terminal's records about every order that has not ended. A question cannot trade. */
export function queryOrders(step: Step): void {
  for (const order of Object.values(step.state.orders)) query(step, order.request.clientOrderId);
}

export function queryUndecidedOrdersAgain(step: Step): void {
  if (!step.state.isConnected) return;
  const now = step.dependencies.monotonicClock.nowMs();
  const isDue = ({ status, request }: Order): boolean =>
    (status === 'unknown' || status === 'partiallyFilled') &&
    now - (step.desk.queriedAt.get(request.clientOrderId) ?? -Infinity) >= queryPeriodMs;
  for (const order of Object.values(step.state.orders).filter(isDue)) query(step, order.request.clientOrderId);
}

function query(step: Step, id: ClientOrderId): void {
  step.desk.queriedAt.set(id, step.dependencies.monotonicClock.nowMs());
  step.perform({ kind: 'query', id });
}
