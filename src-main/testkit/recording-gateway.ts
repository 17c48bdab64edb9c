import type { Authorized } from '#shared/trading/authorized.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import type { OrderRequest } from '#shared/trading/order.ts';
import type { TradeGateway } from '#main/ports/trade-gateway.ts';

/** A gateway that keeps what was sent and answers nothing by itself. */
export interface RecordingGateway extends TradeGateway {
  readonly sent: readonly { readonly authorized: Authorized; readonly request: OrderRequest }[];
  readonly queried: readonly ClientOrderId[];
  readonly halts: readonly { readonly isHalted: boolean; readonly reason: string }[];
  readonly refreshes: number;
  isConnected: boolean;
}

export function createRecordingGateway(): RecordingGateway {
  const sent: { readonly authorized: Authorized; readonly request: OrderRequest }[] = [];
  const queried: ClientOrderId[] = [];
  const halts: { readonly isHalted: boolean; readonly reason: string }[] = [];
  let refreshes = 0;
  const gateway: RecordingGateway = {
    sent,
    queried,
    halts,
    get refreshes() {
      return refreshes;
    },
    isConnected: true,
    send: (authorized, request) => {
      if (gateway.isConnected) sent.push({ authorized, request });
      return gateway.isConnected;
    },
    query: (id) => {
      if (gateway.isConnected) queried.push(id);
      return gateway.isConnected;
    },
    refresh: () => {
      if (gateway.isConnected) refreshes += 1;
      return gateway.isConnected;
    },
    setHalt: (halt) => {
      if (gateway.isConnected) halts.push(halt);
      return gateway.isConnected;
    },
  };
  return gateway;
}
