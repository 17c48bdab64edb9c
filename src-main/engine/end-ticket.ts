import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ApprovalOutcome } from '#shared/trading/approval-ticket.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import type { ApprovalId } from '#shared/trading/ids.ts';
import type { Step } from './step.ts';

/** A ticket ends once: whoever comes second is told so. */
export function endTicket(
  step: Step,
  end: {
    readonly approvalId: ApprovalId;
    readonly outcome: ApprovalOutcome;
    readonly actor: Actor;
    readonly reason: string;
  },
): Result<void, Fault> {
  const { approvalId, outcome, actor, reason } = end;
  if (step.state.tickets[approvalId] === undefined) return err(ticketGone(step, approvalId));
  step.record({ kind: 'approvalEnded', approvalId, outcome, actor, reason });
  step.desk.ticketsOpenedAt.delete(approvalId);
  step.desk.figuresShown.delete(approvalId);
  return ok(undefined);
}

export function ticketGone(step: Step, approvalId: ApprovalId): Fault {
  const ended = step.state.endedApprovals.find((it) => it.ticket.approvalId === approvalId);
  if (ended === undefined) return fault('APPROVAL_UNKNOWN', 'There is no such ticket.', { approvalId });
  const message = `The ticket has ended already: ${ended.outcome}${ended.reason === '' ? '' : ` (${ended.reason})`}. Nothing was sent for it now.`;
  return fault('APPROVAL_ENDED', message, { approvalId, outcome: ended.outcome });
}
