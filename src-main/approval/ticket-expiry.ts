import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import { durationMs, secondsToMs, type DurationMs } from '#shared/units/duration-ms.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

export interface TicketClocks {
  /** Null while the terminal has not reported a time: the desk's clocks then decide alone. */
  readonly marketNowUtcMs: UtcMs | null;
  readonly wallNowUtcMs: UtcMs;
  /** What the monotonic clock has counted since the ticket was opened; after a restart what the wall clock has. */
  readonly elapsedMs: DurationMs;
}

/** Which clock ended a ticket; `clockJump` is a resume from sleep, or a wall clock that was set. */
export type TicketExpiry = 'market' | 'countdown' | 'wallClock' | 'clockJump';

const clockJumpMaxMs = secondsToMs(2);

/** The first reason to end the ticket, or null. Any clock alone is enough: a frozen one must not keep a ticket alive. */
export function ticketExpiry(ticket: ApprovalTicket, clocks: TicketClocks): TicketExpiry | null {
  const wallElapsedMs = clocks.wallNowUtcMs - ticket.openedAtWallUtcMs;
  if (clocks.marketNowUtcMs !== null && clocks.marketNowUtcMs >= ticket.expiresAtUtcMs) return 'market';
  if (clocks.elapsedMs >= ticket.validForMs) return 'countdown';
  if (wallElapsedMs >= ticket.validForMs) return 'wallClock';
  return Math.abs(wallElapsedMs - clocks.elapsedMs) > clockJumpMaxMs ? 'clockJump' : null;
}

/** What is left of the trader's countdown. */
export const ticketRemainingMs = (ticket: ApprovalTicket, elapsedMs: DurationMs): DurationMs =>
  durationMs(Math.max(0, ticket.validForMs - elapsedMs));
