import { newYorkWeekMs } from '#shared/time/market-week.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';

const hourMs = 3_600_000;
const sunday = 0;
const friday = 5;
const saturday = 6;

export interface MarketHour {
  /** Spot gold's hours: closed from New York's Friday 17:00 to Sunday 18:00, and on the other days from 17:00 to 18:00. */
  readonly isOpen: boolean;
  /** Hours since New York's 17:00, from 0 up to 24. */
  readonly hourOfTradingDay: number;
}

export function marketHour(at: UtcMs): MarketHour {
  const weekHour = newYorkWeekMs(at) / hourMs;
  const day = Math.floor(weekHour / 24);
  const hour = weekHour % 24;
  const isBreak = hour >= 17 && hour < 18;
  const isWeekend = day === saturday || (day === friday && hour >= 17) || (day === sunday && hour < 18);
  return { isOpen: !isBreak && !isWeekend, hourOfTradingDay: (hour + 7) % 24 };
}

/** The first moment at or after this one at which the market is open. It opens on the hour. */
export function nextOpening(at: UtcMs): UtcMs {
  let moment = at;
  while (!marketHour(moment).isOpen) moment = utcMs((Math.floor(moment / hourMs) + 1) * hourMs);
  return moment;
}
