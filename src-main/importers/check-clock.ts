import { brokerClock, type BrokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { marketWeeks, newYorkWeekMs, type MarketWeek } from '#shared/time/market-week.ts';
import { candidateRules } from './candidate-rules.ts';
import { sessionGaps, type SessionGap, type SessionGaps } from './session-gaps.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Brokers stop some minutes early and begin some minutes late. */
const toleranceMs = 15 * minuteMs;
/** Holidays move some weeks' edges, one of a few; a wrong clock moves nearly all. */
const fitRatioMin = 0.8;
const misfitsAllowed = 1;
/** A clock of the wrong daylight saving is right in 48 weeks of 52: another that fits this much better is worth a word. */
const betterBy = { gaps: 2, ratio: 0.02 };

/** How many of the gaps lie where a market's week has them, if the file was written by a rule. */
export interface ClockFit {
  readonly rule: ClockRule;
  readonly weekEnds: number;
  readonly pauses: number;
}

export interface ClockCheck {
  readonly gaps: SessionGaps;
  readonly chosen: ClockFit;
  /** The rules that fit, and fit best, and better than the chosen one; likeliest first, all with the same figures. */
  readonly better: readonly ClockFit[];
  readonly verdict: 'fits' | 'weekEndUnfit' | 'pauseUnfit' | 'anotherFitsBetter' | 'nothingToCheck';
}

/**
 * Checks the clock that a file was read by: a market's weekly close and open, and its daily break, stand still in New York. The gaps are found
 * by their length, so any other rule can be tried on the same stamps.
 */
export function checkClock(openTimesUtcMs: Float64Array, lengthMs: number, readBy: BrokerClock): ClockCheck {
  const gaps = sessionGaps(openTimesUtcMs, lengthMs);
  const fitOf = (rule: ClockRule): ClockFit => fitBy(rule, restamped(gaps, readBy, brokerClock(rule)), lengthMs);
  const chosen = fitOf(readBy.rule);
  const fits = candidateRules.map(fitOf).filter((fit) => misfitOf(fit, gaps) === null && total(fit) > total(chosen));
  const most = Math.max(...fits.map(total));
  const better = fits.filter((fit) => total(fit) === most);
  return { gaps, chosen, better, verdict: verdictOf({ gaps, chosen, better }, lengthMs) };
}

function verdictOf({ gaps, chosen, better }: Omit<ClockCheck, 'verdict'>, lengthMs: number): ClockCheck['verdict'] {
  const count = gaps.weekEnds.length + gaps.pauses.length;
  if (count === 0) return 'nothingToCheck';
  const misfit = misfitOf(chosen, gaps);
  if (misfit !== null) return misfit;
  const [best] = better;
  // A bar that may reach over the open fits either daylight saving, and tells nothing so fine.
  if (best === undefined || straddleMs(lengthMs) > 0) return 'fits';
  const isDoubtful = total(best) - total(chosen) >= Math.max(betterBy.gaps, count * betterBy.ratio);
  return isDoubtful ? 'anotherFitsBetter' : 'fits';
}

function misfitOf(fit: ClockFit, gaps: SessionGaps): 'weekEndUnfit' | 'pauseUnfit' | null {
  if (!isMost(fit.weekEnds, gaps.weekEnds.length)) return 'weekEndUnfit';
  return isMost(fit.pauses, gaps.pauses.length) ? null : 'pauseUnfit';
}

const isMost = (fitting: number, count: number): boolean =>
  fitting >= Math.min(count, Math.max(1, Math.min(count * fitRatioMin, count - misfitsAllowed)));

const total = (fit: ClockFit): number => fit.weekEnds + fit.pauses;

function restamped({ weekEnds, pauses }: SessionGaps, from: BrokerClock, to: BrokerClock): SessionGaps {
  const restamp = ({ lastOpenUtcMs, firstOpenUtcMs }: SessionGap): SessionGap => ({
    lastOpenUtcMs: to.toUtc(from.toBroker(lastOpenUtcMs)),
    firstOpenUtcMs: to.toUtc(from.toBroker(firstOpenUtcMs)),
  });
  return { weekEnds: weekEnds.map(restamp), pauses: pauses.map(restamp) };
}

/** By the market week that fits most of the gaps: one market keeps one week. */
function fitBy(rule: ClockRule, { weekEnds, pauses }: SessionGaps, lengthMs: number): ClockFit {
  const fits = marketWeeks.map((week) => ({
    rule,
    weekEnds: weekEnds.filter((gap) => isWeekEnd(gap, week, lengthMs)).length,
    pauses: pauses.filter((gap) => isPause(gap, week, lengthMs)).length,
  }));
  return fits.reduce((a, b) => (total(b) > total(a) ? b : a));
}

const isWeekEnd = (gap: SessionGap, week: MarketWeek, lengthMs: number): boolean =>
  isClose(newYorkWeekMs(gap.lastOpenUtcMs), 5 * dayMs + week.closeHour * hourMs, lengthMs) &&
  isOpen(newYorkWeekMs(gap.firstOpenUtcMs), week.openHour * hourMs, lengthMs);

/** An index whose Friday ends an hour early pauses at 17:00 on the other days. */
const isPause = (gap: SessionGap, week: MarketWeek, lengthMs: number): boolean =>
  isClose(newYorkWeekMs(gap.lastOpenUtcMs) % dayMs, 17 * hourMs, lengthMs) &&
  isOpen(newYorkWeekMs(gap.firstOpenUtcMs) % dayMs, week.openHour * hourMs, lengthMs);

/** The last bar ends at the close, or before it by no more than the tolerance; a long one may hold the close. */
const isClose = (lastOpenMs: number, closeMs: number, lengthMs: number): boolean =>
  lastOpenMs + lengthMs >= closeMs - toleranceMs && lastOpenMs + lengthMs <= closeMs + straddleMs(lengthMs);

/** The first bar begins at the open, or after it by no more than the tolerance; a long one may hold the open. */
const isOpen = (firstOpenMs: number, openMs: number, lengthMs: number): boolean =>
  firstOpenMs <= openMs + toleranceMs && firstOpenMs >= openMs - straddleMs(lengthMs);

/** Markets open and close on the hour, so only bars longer than an hour reach over. */
const straddleMs = (lengthMs: number): number => Math.max(0, lengthMs - hourMs);
