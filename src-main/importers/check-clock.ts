import { brokerClock, type BrokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { candidateRules } from './candidate-rules.ts';
import { clockPeriods, type ClockPeriod } from './clock-periods.ts';
import { marketWeekFit, straddleMs, type MarketWeekFit } from './market-week-fit.ts';
import { sessionGaps, type SessionGap, type SessionGaps } from './session-gaps.ts';

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
  /** Where no one rule fits all years as well as several in turn do; else none. */
  readonly periods: readonly ClockPeriod[];
  readonly verdict:
    'fits' | 'weekEndUnfit' | 'pauseUnfit' | 'anotherFitsBetter' | 'changesOverTheYears' | 'nothingToCheck';
}

/**
 * Checks the clock that a file was read by: a market's weekly close and open, and its daily break, stand still in New York. The gaps are found
 * by their length, so any other rule can be tried on the same stamps, for all of them and for some years of them.
 */
export function checkClock(openTimesUtcMs: Float64Array, lengthMs: number, readBy: BrokerClock): ClockCheck {
  const gaps = sessionGaps(openTimesUtcMs, lengthMs);
  const rules = [readBy.rule, ...candidateRules.filter((rule) => rule !== readBy.rule)];
  const read = rules.map((rule) => ({ rule, fit: fitBy(rule, gaps, { lengthMs, readBy }) }));
  const fits = read.map(({ rule, fit }) => ({ rule, weekEnds: count(fit.weekEnds), pauses: count(fit.pauses) }));
  const [chosen = { rule: readBy.rule, weekEnds: 0, pauses: 0 }, ...others] = fits;
  const fitting = others.filter((fit) => misfitOf(fit, gaps) === null && total(fit) > total(chosen));
  const most = Math.max(...fitting.map(total));
  const better = fitting.filter((fit) => total(fit) === most);
  const weeks = gaps.weekEnds.map(({ firstOpenUtcMs }) => readBy.toBroker(firstOpenUtcMs));
  // A bar that may reach over the open fits either daylight saving, and tells nothing so fine.
  const periods =
    straddleMs(lengthMs) > 0
      ? []
      : clockPeriods(
          weeks,
          read.map(({ rule, fit }) => ({ rule, fits: fit.weekEnds })),
        );
  return { gaps, chosen, better, periods, verdict: verdictOf({ gaps, chosen, better, periods }, lengthMs) };
}

function verdictOf(
  { gaps, chosen, better, periods }: Omit<ClockCheck, 'verdict'>,
  lengthMs: number,
): ClockCheck['verdict'] {
  const gapCount = gaps.weekEnds.length + gaps.pauses.length;
  if (gapCount === 0) return 'nothingToCheck';
  if (periods.length > 0) return 'changesOverTheYears';
  const misfit = misfitOf(chosen, gaps);
  if (misfit !== null) return misfit;
  const [best] = better;
  if (best === undefined || straddleMs(lengthMs) > 0) return 'fits';
  const isDoubtful = total(best) - total(chosen) >= Math.max(betterBy.gaps, gapCount * betterBy.ratio);
  return isDoubtful ? 'anotherFitsBetter' : 'fits';
}

function misfitOf(fit: ClockFit, gaps: SessionGaps): 'weekEndUnfit' | 'pauseUnfit' | null {
  if (!isMost(fit.weekEnds, gaps.weekEnds.length)) return 'weekEndUnfit';
  return isMost(fit.pauses, gaps.pauses.length) ? null : 'pauseUnfit';
}

const isMost = (fitting: number, all: number): boolean =>
  fitting >= Math.min(all, Math.max(1, Math.min(all * fitRatioMin, all - misfitsAllowed)));

const total = (fit: ClockFit): number => fit.weekEnds + fit.pauses;

const count = (fits: readonly boolean[]): number => fits.reduce((sum, isFit) => sum + Number(isFit), 0);

function fitBy(
  rule: ClockRule,
  { weekEnds, pauses }: SessionGaps,
  { lengthMs, readBy }: { readonly lengthMs: number; readonly readBy: BrokerClock },
): MarketWeekFit {
  const to = brokerClock(rule);
  const restamp = ({ lastOpenUtcMs, firstOpenUtcMs }: SessionGap): SessionGap => ({
    lastOpenUtcMs: to.toUtc(readBy.toBroker(lastOpenUtcMs)),
    firstOpenUtcMs: to.toUtc(readBy.toBroker(firstOpenUtcMs)),
  });
  return marketWeekFit({ weekEnds: weekEnds.map(restamp), pauses: pauses.map(restamp) }, lengthMs);
}
