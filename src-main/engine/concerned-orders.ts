import type { ClientOrderId } from '#shared/trading/ids.ts';
import type { Order } from '#shared/trading/order.ts';
import type { Step } from './step.ts';

/** All open orders, and those of the ids given that had ended: the terminal may yet have a word on them. */
export function concernedOrders(step: Step, ids: readonly (ClientOrderId | null)[]): readonly Order[] {
  const open = Object.values(step.state.orders);
  const others = new Set(ids.filter((id) => id !== null).filter((id) => !(id in step.state.orders)));
  const ended = [...others].flatMap((id) => step.dependencies.ledger.findOrder(id) ?? []);
  return [...open, ...ended];
}
