import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** The releases of a span as they are known at a moment: what is released later has no value yet. No currency named: those of all. */
export const releasesIn = (
  calendar: readonly CalendarEvent[],
  asked: { readonly fromUtcMs: UtcMs; readonly toUtcMs: UtcMs; readonly currencies: readonly string[] },
  nowUtcMs: UtcMs,
): readonly CalendarEvent[] =>
  calendar
    .filter(({ releaseUtcMs }) => releaseUtcMs >= asked.fromUtcMs && releaseUtcMs <= asked.toUtcMs)
    .filter(({ currency }) => asked.currencies.length === 0 || asked.currencies.includes(currency))
    .map((event) => (event.releaseUtcMs <= nowUtcMs ? event : { ...event, actual: null, revisedPrevious: null }));
