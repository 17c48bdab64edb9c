import type { ClientOrderId } from '#shared/trading/ids.ts';
import type { TerminalEvent } from '#main/ports/terminal-event.ts';
import { applyOrderReport } from '#main/execution/apply-order-report.ts';
import { applyOutcome } from './apply-outcome.ts';
import { applyPositions } from './apply-positions.ts';
import { concernedOrders } from './concerned-orders.ts';
import { hasDeal } from './record-deals.ts';
import { settleTradingState } from './settle-trading-state.ts';
import type { Step } from './step.ts';

/**
 * "Not found" counts only when the terminal has had this long since its session began and since the send to read its own history, and
 * says so twice, this far apart.
 */
const notFoundAfterMs = 60_000;
const notFoundTwiceAfterMs = 15_000;

/** What the terminal's records say of one of our orders; this alone ends it. */
export function applyOrderAnswer(step: Step, { id, report }: Extract<TerminalEvent, { kind: 'orderReported' }>): void {
  const order = concernedOrders(step, [id]).find((it) => it.request.clientOrderId === id);
  if (order === undefined) {
    step.dependencies.logger.warn('the terminal reports on an order that the log does not know', { id });
    return;
  }
  if (report.kind === 'notFound' && !isNotFoundProved(step, id)) return;
  if (report.kind !== 'notFound') step.desk.notFoundAt.delete(id);
  applyOutcome(step, applyOrderReport({ order, report, hasDeal: (ticket) => hasDeal(step, ticket) }));
  applyPositions(step, step.market.positions);
  settleTradingState(step);
}

function isNotFoundProved(step: Step, id: ClientOrderId): boolean {
  const { desk } = step;
  const now = step.dependencies.monotonicClock.nowMs();
  const begun = Math.max(desk.connectedAt ?? now, desk.sentAt.get(id) ?? 0);
  if (now - begun < notFoundAfterMs) return false;
  const first = desk.notFoundAt.get(id);
  if (first === undefined) desk.notFoundAt.set(id, now);
  return first !== undefined && now - first >= notFoundTwiceAfterMs;
}
