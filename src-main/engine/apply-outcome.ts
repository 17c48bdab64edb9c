import type { OrderOutcome } from '#main/execution/order-outcome.ts';
import { forgetOrder } from './desk.ts';
import type { Step } from './step.ts';

/** Records what a report makes of orders. An order that comes back after its end halts entries: the log was wrong about the account. */
export function applyOutcome(step: Step, { events, lateFills }: OrderOutcome): void {
  for (const event of events) {
    if (event.kind === 'dealRecorded') step.record(event, event.deal.occurredAtUtcMs);
    else step.record(event);
    if (event.kind === 'orderStatusChanged' && !(event.clientOrderId in step.state.orders)) {
      forgetOrder(step.desk, event.clientOrderId);
    }
  }
  for (const { request, status } of lateFills) {
    const reason = `Order ${request.clientOrderId} had ended as ${status}, and the terminal now shows it executed. Check the position.`;
    step.dependencies.logger.warn('late fill', { clientOrderId: request.clientOrderId, status });
    step.record({ kind: 'tradingStateChanged', state: 'halted', reason, actor: 'engine' });
  }
}
