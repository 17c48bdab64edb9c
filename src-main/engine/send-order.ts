import type { Authorized } from '#shared/trading/authorized.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import { orderRequest } from '#main/execution/order-request.ts';
import type { Step } from './step.ts';

/**
 * Journals an order and asks for it to be sent. The loop commits the journal row before it performs the effect, so an order that the
 * terminal knows is always known here; the other way round is what `unknown` is for.
 */
export function sendOrder(
  step: Step,
  { authorized, clientOrderId }: { readonly authorized: Authorized; readonly clientOrderId: ClientOrderId },
): void {
  const request = orderRequest({ authorized, clientOrderId, marketNowUtcMs: step.nowUtcMs });
  step.record({ kind: 'orderJournaled', request });
  step.perform({ kind: 'send', authorized, request });
}
