import type { Authorized } from '#shared/trading/authorized.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import type { OrderRequest } from '#shared/trading/order.ts';
import type { TradeGateway } from '#main/ports/trade-gateway.ts';

/** A gateway that keeps what was sent and answers nothing by itself. */
export interface RecordingGateway extends TradeGateway {
  readonly sent: readonly { readonly authorized: Authorized; readonly request: OrderRequest }[];
  readonly queried: readonly ClientOrderId[];
  isConnected: boolean;
}

export function createRecordingGateway(): RecordingGateway {
  const sent: { readonly authorized: Authorized; readonly request: OrderRequest }[] = [];
  const queried: ClientOrderId[] = [];
  const gateway: RecordingGateway = {
    sent,
    queried,
    isConnected: true,
    send: (authorized, request) => {
      if (gateway.isConnected) sent.push({ authorized, request });
      return gateway.isConnected;
    },
    query: (id) => {
      if (gateway.isConnected) queried.push(id);
      return gateway.isConnected;
    },
  };
  return gateway;
}
