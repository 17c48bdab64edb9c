import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { TicketClocks } from '#main/approval/ticket-expiry.ts';
import type { Step } from './step.ts';

/**
 * What the clocks say of a ticket. After a restart the steady clock began anew, so the countdown is taken up once from the wall clock.
 */
export function ticketClocks(step: Pick<Step, 'dependencies' | 'desk'>, ticket: ApprovalTicket): TicketClocks {
  const { marketClock, monotonicClock, wallClock } = step.dependencies;
  const now = monotonicClock.nowMs();
  const wallNowUtcMs = wallClock.nowUtcMs();
  const openedAt = step.desk.ticketsOpenedAt.get(ticket.approvalId) ?? now - (wallNowUtcMs - ticket.openedAtWallUtcMs);
  step.desk.ticketsOpenedAt.set(ticket.approvalId, openedAt);
  return {
    marketNowUtcMs: marketClock.nowUtcMs(),
    wallNowUtcMs,
    elapsedMs: durationMs(Math.max(0, now - openedAt)),
  };
}
