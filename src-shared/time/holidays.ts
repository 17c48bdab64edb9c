import { utcMs } from '../units/utc-ms.ts';
import { brokerClock } from './broker-clock.ts';
import { joinSpans, type Span } from './span.ts';

/**
 * `closed`: foreign exchange and everything else rests. `paused`: the markets that pause each day (metals, indices; the hours of CME Globex)
 * rest or close early, foreign exchange goes on. `possible`: brokers differ; a hole there is a holiday once the source has said so.
 */
export type HolidayKind = 'closed' | 'paused' | 'possible';

const hourMs = 3_600_000;
const dayMs = 86_400_000;

const newYorkPlus7 = brokerClock('ny+7');

/** By year and kind, each made once. */
const madeByYear = new Map<number, Readonly<Record<HolidayKind, readonly Span[]>>>();

/** The holidays of a kind that touch a span, in order. Rules of the exchanges by date, as CME Group and the NYSE publish them. */
export function holidaysIn({ fromUtcMs, toUtcMs }: Span, kind: HolidayKind): readonly Span[] {
  const touching: Span[] = [];
  const lastYear = new Date(toUtcMs).getUTCFullYear() + 1;
  for (let year = new Date(fromUtcMs).getUTCFullYear(); year <= lastYear; year++) {
    for (const span of holidaysOf(year)[kind]) {
      if (span.toUtcMs > fromUtcMs && span.fromUtcMs < toUtcMs) touching.push(span);
    }
  }
  return joinSpans(touching);
}

function holidaysOf(year: number): Readonly<Record<HolidayKind, readonly Span[]>> {
  const known = madeByYear.get(year);
  if (known !== undefined) return known;
  const christmas = day(year, 12, 25);
  const newYear = day(year, 1, 1);
  const easter = easterSunday(year);
  const early = [
    nthWeekday({ year, month: 1, weekday: 1, nth: 3 }),
    nthWeekday({ year, month: 2, weekday: 1, nth: 3 }),
    lastMondayOfMay(year),
    ...(year >= 2022 ? [observed(day(year, 6, 19))] : []),
    day(year, 7, 3),
    observed(day(year, 7, 4)),
    nthWeekday({ year, month: 9, weekday: 1, nth: 1 }),
    nthWeekday({ year, month: 11, weekday: 4, nth: 4 }),
    nthWeekday({ year, month: 11, weekday: 4, nth: 4 }) + dayMs,
  ];
  const made = {
    closed: [between(christmas, -12, 24), between(newYear, -12, 24)],
    paused: joinSpans([
      between(easter - 2 * dayMs, -7, 17),
      ...[christmas, newYear].map((date) => between(observed(date), -12, 20)),
      ...early.map((date) => between(date, 12, 20)),
    ]),
    possible: joinSpans(
      [...early, christmas - dayMs, christmas, christmas + dayMs, newYear - dayMs, newYear, newYear + dayMs]
        .concat([easter - 3 * dayMs, easter - 2 * dayMs, easter + dayMs, day(year, 5, 1)])
        .map((date) => between(date, -7, 27)),
    ),
  };
  madeByYear.set(year, made);
  return made;
}

/** Dates are kept as UTC midnights; the hours are New York's, counted from the date's midnight there. */
const day = (year: number, month: number, date: number): number => Date.UTC(year, month - 1, date);

const between = (date: number, fromHour: number, toHour: number): Span => ({
  fromUtcMs: newYorkPlus7.toUtc(date + (fromHour + 7) * hourMs),
  toUtcMs: newYorkPlus7.toUtc(date + (toHour + 7) * hourMs),
});

const weekdayOf = (date: number): number => new Date(date).getUTCDay();

function nthWeekday(rule: {
  readonly year: number;
  readonly month: number;
  readonly weekday: number;
  readonly nth: number;
}): number {
  const first = day(rule.year, rule.month, 1);
  return first + (((rule.weekday - weekdayOf(first) + 7) % 7) + 7 * (rule.nth - 1)) * dayMs;
}

function lastMondayOfMay(year: number): number {
  const last = day(year, 5, 31);
  return last - ((weekdayOf(last) + 6) % 7) * dayMs;
}

/** A holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday after. */
function observed(date: number): number {
  const weekday = weekdayOf(date);
  return weekday === 6 ? date - dayMs : weekday === 0 ? date + dayMs : date;
}

/** Gregorian Easter: the anonymous algorithm (Nature, 20 April 1876), as Meeus gives it in Astronomical Algorithms, chapter 8. */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return utcMs(day(year, Math.floor(n / 31), (n % 31) + 1));
}
