import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { FilterReport } from '#shared/trading/filter-report.ts';
import { approvalId, type ApprovalId, type IntentId } from '#shared/trading/ids.ts';
import type { RiskApproved } from '#shared/trading/risk-approved.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { openTicket } from '#main/approval/open-ticket.ts';
import type { EngineState } from './engine-state.ts';
import type { Step } from './step.ts';

/** Puts an approved intent before the trader. Null where it came too late. */
export function openTicketFor(
  step: Step,
  { approved, filters }: { readonly approved: RiskApproved; readonly filters: readonly FilterReport[] },
): ApprovalTicket | null {
  const { intentId } = approved.intent;
  const wallNowUtcMs = step.dependencies.wallClock.nowUtcMs();
  const ticket = openTicket({
    approvalId: nextApprovalId(step.state, intentId, wallNowUtcMs),
    approved,
    filters,
    marketNowUtcMs: step.nowUtcMs,
    wallNowUtcMs,
  });
  if (!ticket.ok) {
    step.record({ kind: 'intentDenied', intentId, fault: ticket.error });
    return null;
  }
  step.record({ kind: 'approvalOpened', ticket: ticket.value });
  step.desk.ticketsOpenedAt.set(ticket.value.approvalId, step.dependencies.monotonicClock.nowMs());
  return ticket.value;
}

/**
 * The intent's id, which of its tickets this is (an intent asks again when the figures changed under it), and the desk's time: a replay that
 * is played twice decides the same again, and its tickets are others.
 */
function nextApprovalId({ endedApprovals }: EngineState, intent: IntentId, wallNowUtcMs: UtcMs): ApprovalId {
  const earlier = endedApprovals.filter((it) => it.ticket.intent.intentId === intent).length;
  return approvalId(`${intent}#${earlier + 1}@${wallNowUtcMs}`);
}
