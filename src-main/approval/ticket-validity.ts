import type { Scenario } from '#shared/trading/scenario.ts';
import { durationMs, minutesToMs, type DurationMs } from '#shared/units/duration-ms.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';

/** However far off the next decision is, a ticket does not wait longer than this. */
const waitMaxMs: Readonly<Record<Scenario, DurationMs>> = { A: minutesToMs(5), B: minutesToMs(4 * 60) };

export interface TicketValidity {
  /** Market time. */
  readonly expiresAtUtcMs: UtcMs;
  /** The desk's countdown. */
  readonly validForMs: DurationMs;
}

/**
 * Until the next close on which the scenario decides anew, at most 5 minutes (A) or 4 hours (B). Every timeframe divides the broker's day,
 * so the next decision close never lies behind the daily or the weekend's market close. Null where that close has passed already.
 */
export function ticketValidity(wish: {
  readonly scenario: Scenario;
  readonly marketNowUtcMs: UtcMs;
  readonly nextDecisionUtcMs: UtcMs;
}): TicketValidity | null {
  const remainingMs = Math.min(wish.nextDecisionUtcMs - wish.marketNowUtcMs, waitMaxMs[wish.scenario]);
  if (remainingMs <= 0) return null;
  return { expiresAtUtcMs: utcMs(wish.marketNowUtcMs + remainingMs), validForMs: durationMs(remainingMs) };
}
