import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { calendarEventSchema, calendarImportanceSchema, type CalendarEvent } from '#shared/market/calendar-event.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { ParsedCalendar, WholeFormat } from '../file-format.ts';
import type { RefusalReason } from '../refusal-reason.ts';
import type { ImportWarning } from '../import-warning.ts';
import { refusalLedger } from '../refusals.ts';

const header = 'time_utc_ms,date,currency,event,impact,check';
const dayMs = 86_400_000;
const idLengthMax = 32;

/**
 * A plain calendar of releases, stamps in milliseconds UTC, each row marked by how far it was checked. A suspect row is not taken, and its
 * whole month is not covered: its release came, but perhaps on another day than the one that stands there, so that nobody knows which day of
 * the month was quiet. Outside of what is covered there is no data, never "no release".
 */
export const economicCalendar: WholeFormat = {
  yields: 'calendar',
  name: 'economic calendar CSV',
  example: header,
  matches: ([firstLine]) => firstLine === header,
  parse,
};

interface CalendarRow {
  readonly event: CalendarEvent;
  readonly isSuspect: boolean;
}

function parse(text: string): Result<ParsedCalendar, Fault> {
  const lines = text.replaceAll('\r', '').split('\n');
  const rows = lines
    .map((line, index) => ({ text: line, line: index + 1, read: parseRow(line) }))
    .filter(({ text: line }, index) => index > 0 && line !== '');
  const refusals = refusalLedger();
  const doubtful = doubtfulMonths(rows.map(({ read }) => read));
  const events = new Map<string, CalendarEvent>();
  for (const { read, line, text: shown } of rows) {
    const reason = reasonAgainst(read, doubtful, events);
    if (reason !== null) refusals.add({ line, reason, text: shown });
    else if (typeof read !== 'string') events.set(read.event.valueId, read.event);
  }
  if (events.size === 0) return err(withoutEvents(rows.length));
  const ordered = [...events.values()].toSorted((a, b) => a.releaseUtcMs - b.releaseUtcMs);
  return ok({
    spans: coveredSpans(ordered, doubtful),
    rows: rows.length,
    refused: refusals.summary(),
    warnings: warnings(ordered, doubtful),
  });
}

function doubtfulMonths(rows: readonly (CalendarRow | RefusalReason)[]): ReadonlySet<string> {
  const suspect = rows.flatMap((read) => (typeof read !== 'string' && read.isSuspect ? [read.event] : []));
  return new Set(suspect.map(({ releaseUtcMs }) => monthOf(releaseUtcMs)));
}

function reasonAgainst(
  read: CalendarRow | RefusalReason,
  doubtful: ReadonlySet<string>,
  known: ReadonlyMap<string, CalendarEvent>,
): RefusalReason | null {
  if (typeof read === 'string') return read;
  if (doubtful.has(monthOf(read.event.releaseUtcMs))) return 'suspect';
  return known.has(read.event.valueId) ? 'stampRepeated' : null;
}

const row = /^(\d{1,15}),(\d{4}-\d\d-\d\d),([A-Z]{3}),([^,"]{1,200}),([a-z]{1,16}),([a-z]{1,16})$/;

function parseRow(line: string): CalendarRow | RefusalReason {
  const fields = row.exec(line);
  if (fields === null) return 'rowMalformed';
  const [, stamp, date = '', currency = '', name = '', impact, check] = fields;
  const importance = calendarImportanceSchema.safeParse(impact);
  if (!importance.success) return 'rowMalformed';
  const eventId = slug(`${currency} ${name}`).slice(0, idLengthMax - '-yyyymmdd'.length);
  const event = calendarEventSchema.safeParse({
    valueId: `${eventId}-${date.replaceAll('-', '')}`,
    eventId,
    releaseUtcMs: Number(stamp),
    currency,
    importance: importance.data,
    name,
    actual: null,
    forecast: null,
    previous: null,
    revisedPrevious: null,
  });
  // The day is the country's own and may differ from Greenwich's by one.
  const isOnItsDay = event.success && Math.abs(event.data.releaseUtcMs - Date.parse(`${date}T12:00:00Z`)) <= dayMs;
  if (!isOnItsDay) return 'stampInvalid';
  return { event: event.data, isSuspect: check === 'suspect' };
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);

/** From the day of the first release to the end of the last one's, without the months in doubt. */
function coveredSpans(events: readonly CalendarEvent[], doubtful: ReadonlySet<string>): ParsedCalendar['spans'] {
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined) return [];
  const fromMs = Math.floor(first.releaseUtcMs / dayMs) * dayMs;
  const toMs = (Math.floor(last.releaseUtcMs / dayMs) + 1) * dayMs;
  const spans: { fromMs: number; toMs: number }[] = [];
  for (let month = fromMs; month < toMs; month = nextMonthMs(month)) {
    if (doubtful.has(monthOf(month))) continue;
    const end = Math.min(nextMonthMs(month), toMs);
    const before = spans.at(-1);
    if (before?.toMs === month) before.toMs = end;
    else spans.push({ fromMs: month, toMs: end });
  }
  return spans.map((span) => ({
    fromUtcMs: utcMs(span.fromMs),
    toUtcMs: utcMs(span.toMs),
    events: events.filter(({ releaseUtcMs }) => releaseUtcMs >= span.fromMs && releaseUtcMs < span.toMs),
  }));
}

function nextMonthMs(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

function warnings(events: readonly CalendarEvent[], doubtful: ReadonlySet<string>): readonly ImportWarning[] {
  const releases = [...new Set(events.map(({ currency, name }) => `${name} (${currency})`))].toSorted();
  const months = [...doubtful].toSorted().join(', ');
  const suspect: ImportWarning = {
    code: 'CALENDAR_SUSPECT',
    message: `Months with a release whose date is in doubt: ${months}. They count as "no data", and their rows were refused.`,
  };
  const partial: ImportWarning = {
    code: 'CALENDAR_PARTIAL',
    message: `The calendar knows these releases and no others: ${releases.join(', ')}.`,
  };
  return doubtful.size === 0 ? [partial] : [suspect, partial];
}

const withoutEvents = (rows: number): Fault =>
  fault('ROWS_INVALID', `None of the ${rows} rows is a release that can be relied on. Nothing was imported.`, { rows });
