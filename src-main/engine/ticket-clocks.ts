import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { TicketClocks } from '#main/approval/ticket-expiry.ts';
import type { Step } from './step.ts';

type Scene = Pick<Step, 'dependencies' | 'desk'>;

/** What the clocks say of a ticket. */
export function ticketClocks(scene: Scene, ticket: ApprovalTicket): TicketClocks {
  const { marketClock, monotonicClock, wallClock } = scene.dependencies;
  const openedAt = scene.desk.ticketsOpenedAt.get(ticket.approvalId) ?? openedAtByWall(scene, ticket);
  return {
    marketNowUtcMs: marketClock.nowUtcMs(),
    wallNowUtcMs: wallClock.nowUtcMs(),
    elapsedMs: durationMs(Math.max(0, monotonicClock.nowMs() - openedAt)),
  };
}

/** After a restart the steady clock began anew, so the countdowns of open tickets are taken up once from the wall clock. */
export function takeUpCountdowns(step: Step): void {
  for (const ticket of Object.values(step.state.tickets))
    step.desk.ticketsOpenedAt.set(ticket.approvalId, openedAtByWall(step, ticket));
}

const openedAtByWall = (
  { dependencies: { monotonicClock, wallClock } }: Scene,
  { openedAtWallUtcMs }: ApprovalTicket,
): number => monotonicClock.nowMs() - (wallClock.nowUtcMs() - openedAtWallUtcMs);
