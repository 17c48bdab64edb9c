import type { EngineEvent } from '#shared/events/engine-event.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import { hasEnded, type Order } from '#shared/trading/order.ts';
import { loseAnswers } from './lose-answers.ts';

export interface OrderRecovery {
  readonly events: readonly EngineEvent[];
  /** Ids to ask the terminal about as soon as there is a session. */
  readonly toAsk: readonly ClientOrderId[];
}

/**
 * What start-up makes of the orders in the log. One that is journaled may have left: the crash may have come after the send and before
 * the next event, so it is unknown as well, and never sent again.
 */
export const recoverOrders = (orders: readonly Order[]): OrderRecovery => ({
  events: loseAnswers(orders, 'restart'),
  toAsk: orders.filter((order) => !hasEnded(order.status)).map((order) => order.request.clientOrderId),
});
