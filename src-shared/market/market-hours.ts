import { brokerClock, type BrokerClock } from '../time/broker-clock.ts';
import { forexHours, type MarketWeek } from '../time/market-week.ts';
import { intersectSpans, joinSpans, type Span } from '../time/span.ts';
import { utcMs, type UtcMs } from '../units/utc-ms.ts';
import type { Instrument } from './instrument.ts';

type TradeSession = Instrument['sessions'][number];

/** When a symbol can trade, holidays left aside. */
export interface MarketHours {
  /** The stretches of a span in which it is open, in order; those that touch are one. */
  readonly openSpans: (span: Span) => readonly Span[];
  /** It closes for a while on every day of the week, as metals and indices do. */
  readonly pausesDaily: boolean;
}

interface Schedule {
  readonly clock: BrokerClock;
  readonly sessions: readonly TradeSession[];
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const dayMinutes = 1440;
/** 1970-01-01 was a Thursday. */
const weekdayOfEpoch = 4;

const newYorkPlus7 = brokerClock('ny+7');

/**
 * The hours that a terminal told at a moment, in minutes of its server's day. The server's clock and the market's (New York's) do not change to
 * summer time on the same days, and a server's clock may not change at all: where the two readings differ, only what both have open is expected.
 */
export function hoursOfSessions({
  sessions,
  toldAtUtcMs,
  clock,
}: {
  readonly sessions: readonly TradeSession[];
  readonly toldAtUtcMs: UtcMs;
  readonly clock: BrokerClock;
}): MarketHours {
  const told = { clock, sessions };
  const shiftMinutes = (newYorkPlus7.offsetMsAt(toldAtUtcMs) - clock.offsetMsAt(toldAtUtcMs)) / minuteMs;
  const market = { clock: newYorkPlus7, sessions: sessions.flatMap((session) => shiftSession(session, shiftMinutes)) };
  const schedules = clock.rule === newYorkPlus7.rule ? [told] : [told, market];
  return { openSpans: (span) => openInAll(schedules, span), pausesDaily: pausesDaily(market.sessions) };
}

/** The hours that a terminal told of a symbol at a moment; those of a currency where it told none. */
export const hoursOfInstrument = (
  { sessions }: Pick<Instrument, 'sessions'>,
  { toldAtUtcMs, clock }: { readonly toldAtUtcMs: UtcMs; readonly clock: BrokerClock },
): MarketHours =>
  sessions.length === 0 ? hoursOfWeek(forexHours, clock) : hoursOfSessions({ sessions, toldAtUtcMs, clock });

/**
 * The hours of a known kind of market, which pauses at New York's 17:00 where it pauses. A server on European summer time that opens at its own
 * midnight is an hour off in the weeks between the two changes: there, as above, only what both readings have open is expected.
 */
export function hoursOfWeek({ closeHour, openHour }: MarketWeek, clock: BrokerClock): MarketHours {
  // The server's day of `ny+7` begins at New York's 17:00.
  const fromMinute = (openHour - 17) * 60;
  const sessions = [1, 2, 3, 4, 5].map((day) => {
    return { day, fromMinute, toMinute: day === 5 ? dayMinutes - (17 - closeHour) * 60 : dayMinutes };
  });
  const market = { clock: newYorkPlus7, sessions };
  const schedules = clock.rule === 'eet' ? [market, { clock, sessions }] : [market];
  return { openSpans: (span) => openInAll(schedules, span), pausesDaily: fromMinute > 0 };
}

/** When it closes next for longer than a day, as for a weekend; null where it never does. */
export function nextWeekend(hours: MarketHours, fromUtcMs: UtcMs): UtcMs | null {
  const open = hours.openSpans({ fromUtcMs, toUtcMs: utcMs(fromUtcMs + 9 * dayMs) });
  const last = open.find(({ toUtcMs }, index) => (open[index + 1]?.fromUtcMs ?? toUtcMs) - toUtcMs > dayMs);
  return last?.toUtcMs ?? null;
}

/** A session that another clock's midnight cuts is two there. */
function shiftSession({ day, fromMinute, toMinute }: TradeSession, shiftMinutes: number): readonly TradeSession[] {
  const from = day * dayMinutes + fromMinute + shiftMinutes;
  const to = day * dayMinutes + toMinute + shiftMinutes;
  const parts: TradeSession[] = [];
  for (let start = from; start < to;) {
    const dayIndex = Math.floor(start / dayMinutes);
    const end = Math.min(to, (dayIndex + 1) * dayMinutes);
    const midnight = dayIndex * dayMinutes;
    parts.push({ day: (dayIndex + 7) % 7, fromMinute: start - midnight, toMinute: end - midnight });
    start = end;
  }
  return parts;
}

/** Whether each of Tuesday to Thursday has a closed minute. */
const pausesDaily = (sessions: readonly TradeSession[]): boolean =>
  [2, 3, 4].every((day) => {
    const open = sessions.filter((session) => session.day === day);
    return open.reduce((sum, { fromMinute, toMinute }) => sum + toMinute - fromMinute, 0) < dayMinutes;
  });

const openInAll = (schedules: readonly Schedule[], span: Span): readonly Span[] =>
  schedules.map((schedule) => openSpans(schedule, span)).reduce(intersectSpans);

function openSpans({ clock, sessions }: Schedule, { fromUtcMs, toUtcMs }: Span): readonly Span[] {
  const open: Span[] = [];
  const lastStamp = clock.toBroker(toUtcMs);
  for (let midnight = Math.floor(clock.toBroker(fromUtcMs) / dayMs) * dayMs; midnight < lastStamp; midnight += dayMs) {
    const day = (Math.floor(midnight / dayMs) + weekdayOfEpoch) % 7;
    for (const session of sessions) {
      if (session.day !== day) continue;
      const from = clock.toUtc(midnight + session.fromMinute * minuteMs);
      const to = clock.toUtc(midnight + session.toMinute * minuteMs);
      if (to > fromUtcMs && from < toUtcMs) {
        open.push({ fromUtcMs: from > fromUtcMs ? from : fromUtcMs, toUtcMs: to < toUtcMs ? to : toUtcMs });
      }
    }
  }
  return joinSpans(open);
}
