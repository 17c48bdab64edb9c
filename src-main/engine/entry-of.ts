import type { OrderRequest } from '#shared/trading/order.ts';
import type { Position } from '#shared/trading/position.ts';
import type { Step } from './step.ts';

/** The entry of ours that opened a position, as it was sent; null where none did. */
export function entryOf(
  { state, dependencies }: Step,
  { clientOrderId }: Position,
): Extract<OrderRequest, { kind: 'entry' }> | null {
  if (clientOrderId === null || !(clientOrderId in state.owners)) return null;
  const request = (state.orders[clientOrderId] ?? dependencies.ledger.findOrder(clientOrderId))?.request;
  return request?.kind === 'entry' ? request : null;
}
