import type { FilterReport } from '#shared/trading/filter-report.ts';
import { approvalId, type ApprovalId, type IntentId } from '#shared/trading/ids.ts';
import type { RiskApproved } from '#shared/trading/risk-approved.ts';
import { openTicket } from '#main/approval/open-ticket.ts';
import type { EngineState } from './engine-state.ts';
import type { Step } from './step.ts';

/** Puts an approved intent before the trader and, in a replay, stops the market while they think. */
export function openTicketFor(
  step: Step,
  { approved, filters }: { readonly approved: RiskApproved; readonly filters: readonly FilterReport[] },
): void {
  const { intentId } = approved.intent;
  const ticket = openTicket({
    approvalId: nextApprovalId(step.state, intentId),
    approved,
    filters,
    marketNowUtcMs: step.nowUtcMs,
    wallNowUtcMs: step.dependencies.wallClock.nowUtcMs(),
  });
  if (!ticket.ok) {
    step.record({ kind: 'intentDenied', intentId, fault: ticket.error });
    return;
  }
  step.record({ kind: 'approvalOpened', ticket: ticket.value });
  step.desk.ticketsOpenedAt.set(ticket.value.approvalId, step.dependencies.monotonicClock.nowMs());
  if (step.dependencies.holdsReplayForTickets) step.perform({ kind: 'holdReplay' });
}

/** The intent's id and which of its tickets this is: an intent asks again when the figures changed under it. */
function nextApprovalId(state: EngineState, intentId: IntentId): ApprovalId {
  const earlier = state.endedApprovals.filter((it) => it.ticket.intent.intentId === intentId).length;
  return approvalId(`${intentId}#${earlier + 1}`);
}
