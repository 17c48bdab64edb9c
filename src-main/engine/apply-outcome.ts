import type { Deal } from '#shared/trading/deal.ts';
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
  for (const event of events) if (event.kind === 'dealRecorded') haltWhereCloseOpened(step, event.deal);
  for (const { request, status } of lateFills) {
    const reason = `Order ${request.clientOrderId} had ended as ${status}, and the terminal now shows it executed. Check the position.`;
    step.dependencies.logger.warn('late fill', { clientOrderId: request.clientOrderId, status });
    step.record({ kind: 'tradingStateChanged', state: 'halted', reason, actor: 'engine' });
  }
}

/** On a netting account a close is an opposite deal: one that comes too late opens a position. */
function haltWhereCloseOpened(step: Step, deal: Deal): void {
  if (deal.entry === 'out' || deal.clientOrderId === null) return;
  const { clientOrderId, symbol, dealTicket } = deal;
  const request = (step.state.orders[clientOrderId] ?? step.dependencies.ledger.findOrder(clientOrderId))?.request;
  if (request?.kind !== 'reduceOnly') return;
  const reason = `Deal ${dealTicket} of a close opened exposure in ${symbol} instead of reducing it. Close that position.`;
  step.dependencies.logger.warn('a close opened exposure', { clientOrderId, dealTicket, symbol });
  step.record({ kind: 'tradingStateChanged', state: 'halted', reason, actor: 'engine' });
}
