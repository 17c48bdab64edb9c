import type { Span } from '#shared/time/span.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';

const dayMs = 86_400_000;

/**
 * The next stretch of the past to ask for, of whole broker days (its last day may still run), or null where all that is wanted is there. What is new
 * comes first, oldest first; then the past, newest first, so that what a trader looks at is there at once.
 */
export function nextChunk({
  covered,
  wanted,
  days,
  clock,
}: {
  readonly covered: Span | null;
  readonly wanted: Span;
  readonly days: number;
  readonly clock: BrokerClock;
}): Span | null {
  if (wanted.fromUtcMs >= wanted.toUtcMs) return null;
  if (covered === null)
    return { fromUtcMs: later(daysBefore(wanted.toUtcMs, days, clock), wanted.fromUtcMs), toUtcMs: wanted.toUtcMs };
  if (covered.toUtcMs < wanted.toUtcMs) {
    const fromUtcMs = clock.midnightBefore(covered.toUtcMs);
    return { fromUtcMs, toUtcMs: earlier(daysAfter(fromUtcMs, days, clock), wanted.toUtcMs) };
  }
  if (covered.fromUtcMs <= wanted.fromUtcMs) return null;
  return { fromUtcMs: later(daysBefore(covered.fromUtcMs, days, clock), wanted.fromUtcMs), toUtcMs: covered.fromUtcMs };
}

/** The midnight that lies so many begun days before a moment. */
const daysBefore = (at: UtcMs, days: number, clock: BrokerClock): UtcMs =>
  clock.midnightBefore(utcMs(clock.midnightBefore(utcMs(at - 1)) - (days - 1) * dayMs + dayMs / 2));

const daysAfter = (midnight: UtcMs, days: number, clock: BrokerClock): UtcMs =>
  clock.midnightBefore(utcMs(midnight + days * dayMs + dayMs / 2));

const later = (a: UtcMs, b: UtcMs): UtcMs => (a > b ? a : b);
const earlier = (a: UtcMs, b: UtcMs): UtcMs => (a < b ? a : b);
