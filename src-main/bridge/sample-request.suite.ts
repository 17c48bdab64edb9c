import type { Authorized } from '#shared/trading/authorized.ts';
import { orderRequestSchema, type OrderRequest } from '#shared/trading/order.ts';

/** The request of an authority as execution makes it, with the id 1001. */
export function requestOf(authorized: Authorized): OrderRequest {
  if (authorized.kind === 'reduceOnly') {
    const { provedAgainst: _, ...parameters } = authorized;
    return orderRequestSchema.parse({ ...parameters, clientOrderId: '1001' });
  }
  const { parameters, ...authority } = authorized;
  return orderRequestSchema.parse({ ...authority, ...parameters, clientOrderId: '1001' });
}
