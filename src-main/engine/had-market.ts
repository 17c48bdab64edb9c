import { hoursOfSessions } from '#shared/market/market-hours.ts';
import type { Span } from '#shared/time/span.ts';
import type { Step } from './step.ts';

const dayMs = 86_400_000;

/**
 * Whether any symbol of the scenarios could be traded within a stretch of broker days, by the hours that the terminal told; from Monday to Friday
 * where it told none.
 */
export function hadMarket({ runners, market, dependencies, nowUtcMs }: Step, days: Span): boolean {
  const { brokerClock: clock } = dependencies;
  const symbols = new Set(runners.map(({ symbol }) => symbol));
  const sessions = [...market.instruments.values()].flatMap((it) => (symbols.has(it.symbol) ? [it.sessions] : []));
  const told = sessions.filter((it) => it.length > 0);
  if (told.length === 0) return hasWeekday(clock.toBroker(days.fromUtcMs), clock.toBroker(days.toUtcMs));
  return told.some((it) => hoursOfSessions({ sessions: it, toldAtUtcMs: nowUtcMs, clock }).openSpans(days).length > 0);
}

/** 1970-01-01 was a Thursday. */
function hasWeekday(fromBrokerMs: number, toBrokerMs: number): boolean {
  for (let at = fromBrokerMs; at < toBrokerMs; at += dayMs) {
    const weekday = (Math.floor(at / dayMs) + 4) % 7;
    if (weekday >= 1 && weekday <= 5) return true;
  }
  return false;
}
