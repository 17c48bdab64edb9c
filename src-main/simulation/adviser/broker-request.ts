import type { WireOrder } from '#main/protocol/messages/trade-messages.ts';
import type { DealRequest } from '../broker/deal-request.ts';

/** An entry or a close as the adviser hands it on to the broker. */
export function brokerRequest(order: Exclude<WireOrder, { kind: 'modify' }>): DealRequest {
  const { id: clientOrderId, symbol, side, volume } = order;
  const fields = { clientOrderId, origin: 'ats', symbol, side, volume } as const;
  if (order.kind === 'reduceOnly') return { kind: 'reduceOnly', ...fields, positionId: order.positionId };
  const { stop, target, worstPrice } = order;
  return { kind: 'entry', ...fields, stop, target, worstPrice };
}
