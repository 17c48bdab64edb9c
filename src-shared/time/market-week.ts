import type { UtcMs } from '../units/utc-ms.ts';
import { brokerClock } from './broker-clock.ts';

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;
/** 1970-01-04, the first Sunday of the epoch. */
const firstSundayMs = 3 * 24 * hourMs;

const newYorkPlus7 = brokerClock('ny+7');

/** Milliseconds on New York's wall clock since Sunday 00:00, from 0 up to a week. */
export function newYorkWeekMs(at: UtcMs): number {
  const wallClockMs = newYorkPlus7.toBroker(at) - 7 * hourMs;
  return (((wallClockMs - firstSundayMs) % weekMs) + weekMs) % weekMs;
}

/**
 * Hours of New York at which a market of the spot and CFD world stops, at the week's end and (where it pauses daily) each day, and at which it
 * starts again. Foreign exchange runs from Sunday 17:00 to Friday 17:00 without a pause; metals and index futures pause from 17:00 to 18:00
 * (CME Globex hours); some brokers end an index's Friday with the cash market, at 16:00.
 */
export const marketWeeks = [
  { closeHour: 17, openHour: 17 },
  { closeHour: 17, openHour: 18 },
  { closeHour: 16, openHour: 18 },
] as const;

export type MarketWeek = (typeof marketWeeks)[number];
