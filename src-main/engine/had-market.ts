import { hoursOfSessions } from '#shared/market/market-hours.ts';
import type { Span } from '#shared/time/span.ts';
import type { Step } from './step.ts';

const dayMs = 86_400_000;

/**
 * Whether any symbol of the scenarios could be traded within a broker day, by the hours that the terminal told; from Monday to Friday
 * where it told none.
 */
export function hadMarket({ runners, market, dependencies, nowUtcMs }: Step, day: Span): boolean {
  const { brokerClock: clock } = dependencies;
  const symbols = new Set(runners.map(({ symbol }) => symbol));
  const sessions = [...market.instruments.values()].flatMap((it) => (symbols.has(it.symbol) ? [it.sessions] : []));
  const told = sessions.filter((it) => it.length > 0);
  if (told.length === 0) return isWeekday(clock.toBroker(day.fromUtcMs));
  return told.some((it) => hoursOfSessions({ sessions: it, toldAtUtcMs: nowUtcMs, clock }).openSpans(day).length > 0);
}

/** 1970-01-01 was a Thursday. */
function isWeekday(brokerMs: number): boolean {
  const weekday = (Math.floor(brokerMs / dayMs) + 4) % 7;
  return weekday >= 1 && weekday <= 5;
}
