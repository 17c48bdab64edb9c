import { terminalSource } from '#shared/market/bar-series.ts';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import type { CalendarCoverage, CalendarStore } from '#main/ports/calendar-store.ts';
import type { WallClock } from '#main/ports/clock.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';
import {
  deleteEvent,
  extendCoverage,
  keepEventRevision,
  selectCoverage,
  selectEvent,
  selectEvents,
  upsertEvent,
} from './calendar-rows.ts';

export function sqliteCalendarStore(db: WritableDb, wallClock: WallClock): CalendarStore {
  return {
    record: (said) => db.transaction(() => recordEvents(db, wallClock, said)),
    ...sqliteCalendarReads(db),
  };
}

/** For those who only look. */
export function sqliteCalendarReads(db: ReadableDb): Pick<CalendarStore, 'read' | 'coverage'> {
  return {
    read: ({ currencies, ...span }) => {
      const source = coveringSource(db, span);
      if (source === null) return null;
      const events = selectEvents(db, source, span);
      return currencies === null ? events : events.filter(({ currency }) => currencies.includes(currency));
    },
    coverage: () => selectCoverage(db),
  };
}

/** The one source that is read for a span: the terminal's, else the first by name, of those that cover it as a whole. */
function coveringSource(db: ReadableDb, { fromUtcMs, toUtcMs }: CalendarCoverage): string | null {
  const covering = selectCoverage(db).filter((known) => known.fromUtcMs <= fromUtcMs && known.toUtcMs >= toUtcMs);
  return (covering.find(({ source }) => source === terminalSource) ?? covering[0])?.source ?? null;
}

function recordEvents(
  db: WritableDb,
  wallClock: WallClock,
  { source, events, fromUtcMs, toUtcMs }: Parameters<CalendarStore['record']>[0],
): ReturnType<CalendarStore['record']> {
  const span = { fromUtcMs, toUtcMs };
  const supersededAtUtcMs = wallClock.nowUtcMs();
  const said = new Set(events.map(({ valueId }) => valueId));
  const known = new Map(selectEvents(db, source, span).map((event) => [event.valueId, event]));
  const gone = [...known.values()].filter(({ valueId }) => !said.has(valueId));
  for (const { valueId } of gone) {
    keepEventRevision(db, { source, valueId, supersededAtUtcMs, reason: 'removed' });
    deleteEvent(db, source, valueId);
  }
  let inserted = 0;
  let corrected = 0;
  for (const event of events) {
    const { valueId } = event;
    // One that was to come at another time is stored outside of the span.
    const stored = known.get(valueId) ?? selectEvent(db, source, valueId);
    if (stored === null) inserted++;
    else if (saysTheSame(stored, event)) continue;
    else {
      corrected++;
      keepEventRevision(db, { source, valueId, supersededAtUtcMs, reason: 'corrected' });
    }
    upsertEvent(db, source, event);
  }
  extendCoverage(db, source, span);
  return { inserted, corrected, removed: gone.length };
}

/** Values are stored as they were said, and so are equal to the last bit where nothing has changed. */
const saysTheSame = (stored: CalendarEvent, said: CalendarEvent): boolean =>
  stored.eventId === said.eventId &&
  stored.releaseUtcMs === said.releaseUtcMs &&
  stored.currency === said.currency &&
  stored.importance === said.importance &&
  stored.name === said.name &&
  stored.actual === said.actual &&
  stored.forecast === said.forecast &&
  stored.previous === said.previous &&
  stored.revisedPrevious === said.revisedPrevious;
