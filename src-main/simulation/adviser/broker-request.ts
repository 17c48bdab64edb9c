import type { WireOrder } from '#main/protocol/messages/trade-messages.ts';
import type { BrokerRequest } from '../broker/execute-order.ts';

/** The order as the adviser hands it on to the broker. */
export function brokerRequest(order: WireOrder): BrokerRequest {
  const { id: clientOrderId, side, volume } = order;
  if (order.kind === 'reduceOnly')
    return { kind: 'reduceOnly', clientOrderId, side, volume, positionId: order.positionId };
  const { stop, target, worstPrice } = order;
  return { kind: 'entry', clientOrderId, side, volume, stop, target, worstPrice };
}
