import { fault } from '#shared/base/fault.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import { learn } from '#main/execution/order-outcome.ts';
import { applyOutcome } from './apply-outcome.ts';
import type { Step } from './step.ts';

export function onOrderHandedOver(step: Step, id: ClientOrderId, wasSent: boolean): void {
  const order = step.state.orders[id];
  if (order === undefined) return;
  if (wasSent) {
    step.desk.sentAt.set(id, step.dependencies.monotonicClock.nowMs());
    applyOutcome(step, learn(order, { fact: 'handedToPipe', orderTicket: null, fault: null }));
    return;
  }
  const message = 'The terminal was not connected when the order was to be sent. Nothing left the cockpit.';
  const notConnected = fault('NOT_CONNECTED', message, { clientOrderId: id });
  applyOutcome(step, learn(order, { fact: 'couldNotSend', orderTicket: null, fault: notConnected }));
}
