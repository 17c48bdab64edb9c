import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { CalendarCoverage } from '#main/ports/calendar-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

const columns = `value_id AS valueId, event_id AS eventId, release_utc_ms AS releaseUtcMs, currency, importance, name, actual, forecast, previous,
  revised_previous AS revisedPrevious`;

interface EventRow extends Omit<CalendarEvent, 'releaseUtcMs'> {
  readonly releaseUtcMs: number;
}

export function selectEvent(db: ReadableDb, source: string, valueId: string): CalendarEvent | null {
  const row = db
    .query<EventRow>(`SELECT ${columns} FROM economic_calendar WHERE source = ? AND value_id = ?`)
    .first(source, valueId);
  return row === undefined ? null : eventOf(row);
}

/** Oldest first; those of one moment by their id. */
export const selectEvents = (db: ReadableDb, source: string, span: CalendarCoverage): readonly CalendarEvent[] =>
  db
    .query<EventRow>(
      `SELECT ${columns} FROM economic_calendar WHERE source = ? AND release_utc_ms >= ? AND release_utc_ms < ?
       ORDER BY release_utc_ms, value_id`,
    )
    .all(source, span.fromUtcMs, span.toUtcMs)
    .map(eventOf);

/** Not by the schema: a terminal tells thousands at once, and the table has checked what can be checked. */
const eventOf = (row: EventRow): CalendarEvent => ({ ...row, releaseUtcMs: utcMs(row.releaseUtcMs) });

export function upsertEvent(db: WritableDb, source: string, event: CalendarEvent): void {
  db.command('INSERT OR REPLACE INTO economic_calendar VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
    source,
    event.valueId,
    event.eventId,
    event.releaseUtcMs,
    event.currency,
    event.importance,
    event.name,
    event.actual,
    event.forecast,
    event.previous,
    event.revisedPrevious,
  );
}

export function deleteEvent(db: WritableDb, source: string, valueId: string): void {
  db.command('DELETE FROM economic_calendar WHERE source = ? AND value_id = ?').run(source, valueId);
}

/** Keeps what is stored of a value beside what is about to take its place, or to be gone. */
export function keepEventRevision(
  db: WritableDb,
  revision: {
    readonly source: string;
    readonly valueId: string;
    readonly supersededAtUtcMs: UtcMs;
    readonly reason: 'corrected' | 'removed';
  },
): void {
  db.command(
    `INSERT INTO calendar_revisions (source, value_id, event_id, release_utc_ms, currency, importance, name, actual, forecast, previous,
       revised_previous, superseded_at_utc_ms, reason)
     SELECT *, ?, ? FROM economic_calendar WHERE source = ? AND value_id = ?`,
  ).run(revision.supersededAtUtcMs, revision.reason, revision.source, revision.valueId);
}

/** By source, oldest first. Spans of one source neither overlap nor touch. */
export const selectCoverage = (db: ReadableDb): readonly (CalendarCoverage & { readonly source: string })[] =>
  db
    .query<{ readonly source: string; readonly fromUtcMs: number; readonly toUtcMs: number }>(
      `SELECT source, from_utc_ms AS fromUtcMs, to_utc_ms AS toUtcMs FROM calendar_coverage ORDER BY source, from_utc_ms`,
    )
    .all()
    .map(({ source, fromUtcMs, toUtcMs }) => ({ source, fromUtcMs: utcMs(fromUtcMs), toUtcMs: utcMs(toUtcMs) }));

/** Joins a span with those of its source that it overlaps or touches. */
export function extendCoverage(db: WritableDb, source: string, { fromUtcMs, toUtcMs }: CalendarCoverage): void {
  const touching = selectCoverage(db).filter(
    (known) => known.source === source && known.fromUtcMs <= toUtcMs && known.toUtcMs >= fromUtcMs,
  );
  for (const known of touching)
    db.command('DELETE FROM calendar_coverage WHERE source = ? AND from_utc_ms = ?').run(source, known.fromUtcMs);
  db.command('INSERT INTO calendar_coverage VALUES (?, ?, ?)').run(
    source,
    Math.min(fromUtcMs, ...touching.map((known) => known.fromUtcMs)),
    Math.max(toUtcMs, ...touching.map((known) => known.toUtcMs)),
  );
}
