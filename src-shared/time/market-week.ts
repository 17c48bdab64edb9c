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

/** Foreign exchange: from Sunday 17:00 to Friday 17:00 without a break. */
export const forexHours: MarketWeek = { closeHour: 17, openHour: 17 };

/** Spot gold's hours, and those of most indices (CME Globex): from Sunday 18:00 to Friday 17:00, with a break each day from 17:00 to 18:00. */
export const goldHours: MarketWeek = { closeHour: 17, openHour: 18 };

/** The weeks of spot and CFD markets; of the last one, some indices', the day ends with the cash market. */
export const marketWeeks: readonly MarketWeek[] = [forexHours, goldHours, { closeHour: 16, openHour: 18 }];
