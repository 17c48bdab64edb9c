import type { Authorized } from '#shared/trading/authorized.ts';
import { orderRequestSchema, type OrderRequest } from '#shared/trading/order.ts';

/** The request of an authority as execution makes it, with the id 1001. */
export function requestOf(authorized: Authorized): OrderRequest {
  if (authorized.kind !== 'entry') return orderRequestSchema.parse({ ...authorized, clientOrderId: '1001' });
  const { parameters, ...authority } = authorized;
  return orderRequestSchema.parse({ ...authority, ...parameters, clientOrderId: '1001' });
}
