import type { UtcMs } from '../units/utc-ms.ts';
import { brokerClock } from './broker-clock.ts';

const hourMs = 3_600_000;
const weekMs = 168 * hourMs;
/** 1970-01-04, the first Sunday of the epoch. */
const firstSundayMs = 72 * hourMs;

const newYorkPlus7 = brokerClock('ny+7');

/** Where New York's wall clock stands in its week: milliseconds since Sunday 00:00. */
export function newYorkWeekMs(at: UtcMs): number {
  const wallClockMs = newYorkPlus7.toBroker(at) - 7 * hourMs;
  return (wallClockMs - firstSundayMs + weekMs) % weekMs;
}

/** Hours of New York at which a market closes (each day where it pauses, and on Friday) and opens again (likewise, and on Sunday). */
export interface MarketWeek {
  readonly closeHour: number;
  readonly openHour: number;
}

/**
 * The weeks of spot and CFD markets: foreign exchange from Sunday 17:00 to Friday 17:00 without a pause; metals and indices with a break from
 * 17:00 to 18:00 (the hours of CME Globex); indices whose Friday ends with the cash market, at 16:00.
 */
export const marketWeeks: readonly MarketWeek[] = [
  { closeHour: 17, openHour: 17 },
  { closeHour: 17, openHour: 18 },
  { closeHour: 16, openHour: 18 },
];
