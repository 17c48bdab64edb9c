import type { Instrument } from '#shared/market/instrument.ts';
import { brokerClock, type BrokerClock } from '#shared/time/broker-clock.ts';
import { newYorkWeekMs, type MarketWeek } from '#shared/time/market-week.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMinutes = 1440;
const sunday = 0;
const friday = 5;
const saturday = 6;

export interface MarketHour {
  readonly isOpen: boolean;
  /** Hours since New York's 17:00, from 0 up to 24. */
  readonly hourOfTradingDay: number;
}

export function marketHour(at: UtcMs, { closeHour, openHour }: MarketWeek): MarketHour {
  const weekHour = newYorkWeekMs(at) / hourMs;
  const day = Math.floor(weekHour / 24);
  const hour = weekHour % 24;
  const isBreak = hour >= closeHour && hour < openHour;
  const isWeekend = day === saturday || (day === friday && hour >= closeHour) || (day === sunday && hour < openHour);
  return { isOpen: !isBreak && !isWeekend, hourOfTradingDay: (hour + 7) % 24 };
}

/** The first moment at or after this one at which the market is open. It opens on the hour. */
export function nextOpening(at: UtcMs, hours: MarketWeek): UtcMs {
  let moment = at;
  while (!marketHour(moment, hours).isOpen) moment = utcMs((Math.floor(moment / hourMs) + 1) * hourMs);
  return moment;
}

/** The week as the broker's specification of the symbol lists it, in the server's own days, by the offset that its clock has at a moment. */
export function tradeSessions(
  { closeHour, openHour }: MarketWeek,
  clock: BrokerClock,
  atUtcMs: UtcMs,
): Instrument['sessions'] {
  const newYorkMs = brokerClock('ny+7').toBroker(atUtcMs) - 7 * hourMs;
  const shift = (clock.toBroker(atUtcMs) - newYorkMs) / minuteMs;
  const sessions: Instrument['sessions'][number][] = [];
  for (let day = sunday; day < friday; day++) {
    let from = day * dayMinutes + openHour * 60 + shift;
    const to = (day + 1) * dayMinutes + closeHour * 60 + shift;
    while (from < to) {
      const midnight = (Math.floor(from / dayMinutes) + 1) * dayMinutes;
      const until = Math.min(to, midnight);
      const start = midnight - dayMinutes;
      sessions.push({ day: (start / dayMinutes + 7) % 7, fromMinute: from - start, toMinute: until - start });
      from = until;
    }
  }
  return sessions.sort((a, b) => a.day - b.day || a.fromMinute - b.fromMinute);
}
