import { assertNever } from '#shared/base/assert.ts';
import { newYorkWeekMs } from '#shared/time/market-week.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { ClockCheck, ClockFit } from './check-clock.ts';
import type { ImportWarning } from './import-warning.ts';
import type { SessionGap, SessionGaps } from './session-gaps.ts';

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
/** More rules than this that fit alike only say that the file is too short to tell them apart. */
const alikeShownMax = 4;

/** What the check of the clock found, for people: what was seen, what was expected, and which rule would fit. Null where all is well. */
export function describeClockCheck(check: ClockCheck, lengthMs: number): ImportWarning | null {
  const { chosen, gaps } = check;
  switch (check.verdict) {
    case 'fits':
      return null;
    case 'nothingToCheck':
      return {
        code: 'CLOCK_UNCHECKED',
        message: `The clock ${chosen.rule} could not be checked: the file has neither a week's end nor a daily break.`,
      };
    case 'weekEndUnfit':
      return {
        code: 'CLOCK_UNFIT',
        message: `The weekly open does not fit the clock ${chosen.rule}: by it the market ${seenWeekEnds(gaps.weekEnds, lengthMs)}, where markets close on Friday 17:00 and open on Sunday 17:00 or 18:00. ${advice(check)}`,
      };
    case 'pauseUnfit':
      return {
        code: 'CLOCK_UNFIT',
        message: `The daily break does not fit the clock ${chosen.rule}: by it the market ${seenPauses(gaps.pauses, lengthMs)}, where markets pause from 17:00 to 18:00. ${advice(check)}`,
      };
    case 'changesOverTheYears':
      return { code: 'CLOCK_CHANGES', message: changes(check) };
    case 'anotherFitsBetter':
      return {
        code: 'CLOCK_DOUBTFUL',
        message: `The clock ${chosen.rule} fits ${share(chosen, gaps)} only, perhaps for another daylight saving. ${advice(check)}`,
      };
    default:
      return assertNever(check.verdict, 'the verdict on a clock');
  }
}

function changes({ periods, chosen, gaps }: ClockCheck): string {
  const day = (stampMs: number): string => new Date(stampMs).toISOString().slice(0, 10);
  const parts = periods.map(({ rule, fromStampMs, toStampMs, fitting, weekEnds }, index) => {
    const from = index === 0 ? '' : ` from ${day(fromStampMs)}`;
    const to = index === periods.length - 1 ? '' : ` until ${day(toStampMs)}`;
    return `${rule}${from}${to} (${fitting} of ${weekEnds} weekly opens)`;
  });
  return `The file changes its clock over the years: ${parts.join(', ')}; in between both fit. The clock ${chosen.rule} for all of it fits ${share(chosen, gaps)}: the weeks that it does not fit land an hour or more off. Cut the file there and import each part by its own clock.`;
}

function advice({ better, gaps }: ClockCheck): string {
  const [best, ...alike] = better;
  if (best === undefined) return 'No other rule fits: the hours of this source are its own.';
  const others = alike.slice(0, alikeShownMax).map((fit) => fit.rule);
  const also = others.length === 0 ? '' : ` (as would ${others.join(', ')})`;
  return `${best.rule} would fit ${share(best, gaps)}${also}.`;
}

const share = (fit: ClockFit, gaps: SessionGaps): string =>
  gaps.pauses.length === 0
    ? `${fit.weekEnds} of ${gaps.weekEnds.length} weekly opens`
    : `${fit.weekEnds} of ${gaps.weekEnds.length} weekly opens and ${fit.pauses} of ${gaps.pauses.length} daily breaks`;

function seenWeekEnds(gaps: readonly SessionGap[], lengthMs: number): string {
  const seen = mostFrequent(
    gaps.map(
      (gap) =>
        `closes on ${newYorkTime(closeOf(gap, lengthMs))} and opens on ${newYorkTime(gap.firstOpenUtcMs)} New York time`,
    ),
  );
  return `${seen.text} in ${seen.count} of ${gaps.length} weeks`;
}

function seenPauses(gaps: readonly SessionGap[], lengthMs: number): string {
  const clock = (at: UtcMs): string => newYorkTime(at).slice(-5);
  const seen = mostFrequent(
    gaps.map((gap) => `pauses from ${clock(closeOf(gap, lengthMs))} to ${clock(gap.firstOpenUtcMs)} New York time`),
  );
  return `${seen.text} in ${seen.count} of ${gaps.length} nights`;
}

const closeOf = (gap: SessionGap, lengthMs: number): UtcMs => utcMs(gap.lastOpenUtcMs + lengthMs);

/** 'Sunday 18:05' on New York's wall clock. */
function newYorkTime(at: UtcMs): string {
  const minutes = Math.floor(newYorkWeekMs(at) / 60_000);
  const clock = [Math.floor(minutes / 60) % 24, minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${dayNames[Math.floor(minutes / 1440)] ?? ''} ${clock}`;
}

function mostFrequent(texts: readonly string[]): { readonly text: string; readonly count: number } {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => ({ text, count })).reduce((a, b) => (b.count > a.count ? b : a));
}
