import { isDeepStrictEqual } from 'node:util';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import type { CalendarCoverage, CalendarStore } from '#main/ports/calendar-store.ts';

/** Releases that a test keeps in memory, of whichever source spoke last. */
export function createMemoryCalendarStore(): CalendarStore {
  let events: readonly CalendarEvent[] = [];
  const covered: (CalendarCoverage & { readonly source: string })[] = [];
  return {
    record: ({ source, fromUtcMs, toUtcMs, events: said }) => {
      const isWithin = ({ releaseUtcMs }: CalendarEvent) => releaseUtcMs >= fromUtcMs && releaseUtcMs < toUtcMs;
      const before = new Map(events.filter(isWithin).map((event) => [event.valueId, event]));
      const inserted = said.filter(({ valueId }) => !before.has(valueId)).length;
      const corrected = said.filter((event) => {
        const known = before.get(event.valueId);
        return known !== undefined && !isDeepStrictEqual(known, event);
      }).length;
      events = [...events.filter((event) => !isWithin(event)), ...said].sort((a, b) => a.releaseUtcMs - b.releaseUtcMs);
      if (!covered.some((it) => it.fromUtcMs === fromUtcMs && it.toUtcMs === toUtcMs))
        covered.push({ source, fromUtcMs, toUtcMs });
      return { inserted, corrected, removed: before.size - (said.length - inserted) };
    },
    read: ({ fromUtcMs, toUtcMs }) =>
      events.filter(({ releaseUtcMs }) => releaseUtcMs >= fromUtcMs && releaseUtcMs < toUtcMs),
    coverage: () => covered,
  };
}
