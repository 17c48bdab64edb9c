import { marketWeeks, newYorkWeekMs, type MarketWeek } from '#shared/time/market-week.ts';
import type { SessionGap, SessionGaps } from './session-gaps.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;

/** Brokers stop some minutes early and begin some minutes late. */
const toleranceMs = 15 * minuteMs;
/**
 * A server that starts its week at its own midnight opens an hour late while Europe and America disagree about daylight saving, and some
 * sources open at one hour of UTC in all seasons. The close on Friday is the market's own.
 */
const lateOpeningMs = hourMs;

/** Of each gap, in its order, whether it lies where a market's week has one. */
export interface MarketWeekFit {
  readonly weekEnds: readonly boolean[];
  readonly pauses: readonly boolean[];
}

/** By the market week that fits most of the gaps: one market keeps one week. */
export function marketWeekFit({ weekEnds, pauses }: SessionGaps, lengthMs: number): MarketWeekFit {
  const fits = marketWeeks.map((week) => ({
    weekEnds: weekEnds.map((gap) => isWeekEnd(gap, week, lengthMs)),
    pauses: pauses.map((gap) => isPause(gap, week, lengthMs)),
  }));
  return fits.reduce((a, b) => (total(b) > total(a) ? b : a));
}

const total = ({ weekEnds, pauses }: MarketWeekFit): number => [...weekEnds, ...pauses].filter(Boolean).length;

const isWeekEnd = (gap: SessionGap, week: MarketWeek, lengthMs: number): boolean =>
  isClose(newYorkWeekMs(gap.lastOpenUtcMs), 5 * dayMs + week.closeHour * hourMs, lengthMs) &&
  isOpen(newYorkWeekMs(gap.firstOpenUtcMs), { openMs: week.openHour * hourMs, lateMs: lateOpeningMs }, lengthMs);

/** An index whose Friday ends an hour early pauses at 17:00 on the other days. */
const isPause = (gap: SessionGap, week: MarketWeek, lengthMs: number): boolean =>
  isClose(newYorkWeekMs(gap.lastOpenUtcMs) % dayMs, 17 * hourMs, lengthMs) &&
  isOpen(newYorkWeekMs(gap.firstOpenUtcMs) % dayMs, { openMs: week.openHour * hourMs, lateMs: 0 }, lengthMs);

/** The last bar ends at the close, or before it by no more than the tolerance; a long one may hold the close. */
const isClose = (lastOpenMs: number, closeMs: number, lengthMs: number): boolean =>
  lastOpenMs + lengthMs >= closeMs - toleranceMs && lastOpenMs + lengthMs <= closeMs + straddleMs(lengthMs);

/** The first bar begins at the open, or after it by no more than the tolerance; a long one may hold the open, and begin on the day before. */
function isOpen(
  firstOpenMs: number,
  { openMs, lateMs }: { readonly openMs: number; readonly lateMs: number },
  lengthMs: number,
): boolean {
  const afterMs = firstOpenMs - openMs > weekMs / 2 ? firstOpenMs - openMs - weekMs : firstOpenMs - openMs;
  return afterMs <= toleranceMs + lateMs && afterMs >= -straddleMs(lengthMs);
}

/** Markets open and close on the hour, so only bars longer than an hour reach over. */
export const straddleMs = (lengthMs: number): number => Math.max(0, lengthMs - hourMs);
