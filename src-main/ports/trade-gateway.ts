import type { Authorized } from '#shared/trading/authorized.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import type { OrderRequest } from '#shared/trading/order.ts';

/**
 * The way to the broker. `send` is called once for an order, after its journal row was committed; what becomes of it comes back as
 * terminal events. False: nothing left this process (no session), so the order was never sent.
 */
export interface TradeGateway {
  readonly send: (authorized: Authorized, request: OrderRequest) => boolean;
  /** Asks what the terminal's records say of an order; answered by `orderReported`. Sends nothing that could trade. */
  readonly query: (id: ClientOrderId) => boolean;
  /** Asks the terminal to say everything again: a list of it was incomplete. */
  readonly refresh: () => boolean;
  /** Tells the adviser the trader's halt, which it keeps across restarts. It can only forbid entries, or lift what was so forbidden. */
  readonly setHalt: (halt: { readonly isHalted: boolean; readonly reason: string }) => boolean;
}
