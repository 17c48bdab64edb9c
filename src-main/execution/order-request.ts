import type { Authorized } from '#shared/trading/authorized.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import type { OrderRequest } from '#shared/trading/order.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { orderTtlMs } from './order-deadline.ts';

/**
 * What is journaled and then sent: the authority word for word, under an id of ours. An entry may be acted on for ten seconds of market
 * time, and not beyond its ticket; a reduction does not expire.
 */
export function orderRequest(order: {
  readonly authorized: Authorized;
  readonly clientOrderId: ClientOrderId;
  readonly marketNowUtcMs: UtcMs;
}): OrderRequest {
  const { authorized, clientOrderId, marketNowUtcMs } = order;
  if (authorized.kind === 'reduceOnly') {
    const { intentId, account, symbol, side, volume, positionId } = authorized;
    return { kind: 'reduceOnly', clientOrderId, intentId, account, symbol, side, volume, positionId };
  }
  if (authorized.kind === 'modify') {
    const { intentId, account, symbol, side, volume, positionId, stop, target } = authorized;
    return { kind: 'modify', clientOrderId, intentId, account, symbol, side, volume, positionId, stop, target };
  }
  const { intentId, approvalId, authorizedBy, scenario, parameters } = authorized;
  return {
    kind: 'entry',
    clientOrderId,
    intentId,
    scenario,
    approvalId,
    authorizedBy,
    ...parameters,
    expiresAtUtcMs: utcMs(Math.min(authorized.expiresAtUtcMs, marketNowUtcMs + orderTtlMs)),
  };
}
