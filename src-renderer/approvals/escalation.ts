import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';

/** How urgently a ticket asks: when it opens, at half of its time, and with a fifth of it left. */
export type Urgency = 'opened' | 'half' | 'last';

export interface Escalated {
  readonly ticket: ApprovalTicket;
  readonly urgency: Urgency;
}

interface Waiting {
  readonly ticket: ApprovalTicket;
  readonly deadlineMs: number;
}

/** How far each ticket has been escalated, by its id. */
export type EscalationSoFar = ReadonlyMap<string, Urgency>;

/**
 * What has to be told now, and what was told with it: each rung of each ticket once, the highest where several were passed at once. A ticket that has
 * run out is told no more.
 */
export function escalate(
  before: EscalationSoFar,
  waiting: readonly Waiting[],
  nowMs: number,
): { readonly told: readonly Escalated[]; readonly after: EscalationSoFar } {
  const told: Escalated[] = [];
  const after = new Map<string, Urgency>();
  for (const { ticket, deadlineMs } of waiting) {
    const leftRatio = (deadlineMs - nowMs) / Math.max(1, ticket.validForMs);
    const was = before.get(ticket.approvalId);
    const now = leftRatio <= 0 ? (was ?? 'last') : urgencyOf(leftRatio);
    after.set(ticket.approvalId, now);
    if (leftRatio > 0 && was !== now) told.push({ ticket, urgency: now });
  }
  return { told, after };
}

const urgencyOf = (leftRatio: number): Urgency => (leftRatio <= 0.2 ? 'last' : leftRatio <= 0.5 ? 'half' : 'opened');
