import type { Order } from '#shared/trading/order.ts';
import type { Origin } from '#shared/trading/position.ts';
import type { Scenario } from '#shared/trading/scenario.ts';

/**
 * Who placed something at the broker: one of our scenarios, a cockpit whose order this window does not list (another one, or long ago),
 * another adviser, or a hand.
 */
export type Owner = Scenario | 'cockpit' | 'adviser' | 'manual';

export function ownerOf(
  { clientOrderId, origin }: { readonly clientOrderId: string | null; readonly origin: Origin },
  orders: readonly Order[],
): Owner {
  if (clientOrderId === null) return origin === 'ats' ? 'cockpit' : origin;
  const request = orders.find((order) => order.request.clientOrderId === clientOrderId)?.request;
  return request?.kind === 'entry' ? request.scenario : 'cockpit';
}
