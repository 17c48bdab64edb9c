import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';

let market: TemporaryMarket;

beforeEach(() => {
  market = temporaryMarket();
});

afterEach(() => {
  market[Symbol.dispose]();
});

const at = (offset: number) => utcMs(sampleStartUtcMs + offset);
const span = (from: number, to: number) => ({ fromUtcMs: at(from), toUtcMs: at(to) });

const event = (valueId: string, offset: number, change: Partial<CalendarEvent> = {}): CalendarEvent => ({
  valueId,
  eventId: '840030016',
  releaseUtcMs: at(offset),
  currency: 'USD',
  importance: 'high',
  name: 'Nonfarm Payrolls',
  actual: null,
  forecast: 150,
  previous: 199.5,
  revisedPrevious: null,
  ...change,
});

const record = (from: number, to: number, events: readonly CalendarEvent[], source = 'terminal') =>
  market.store.calendar.record({ source, ...span(from, to), events });

const read = (from: number, to: number, currencies: readonly string[] | null = null) =>
  market.store.calendar.read({ ...span(from, to), currencies });

test('outside of what is covered nothing is known, inside there may be no release', () => {
  expect(read(0, 10)).toBeNull();
  record(0, 10, []);
  expect([read(0, 10), read(0, 11), read(-1, 5)]).toEqual([[], null, null]);
  record(20, 30, []);
  expect(read(0, 30)).toBeNull();
  record(10, 20, []);
  expect(read(0, 30)).toEqual([]);
  expect(market.reopen().calendar.coverage()).toEqual([{ source: 'terminal', ...span(0, 30) }]);
});

test('releases are read oldest first and by currency', () => {
  const [late, early, euro] = [event('1', 7), event('2', 3), event('3', 5, { currency: 'EUR' })];
  expect(record(0, 10, [late, early, euro])).toEqual({ inserted: 3, corrected: 0, removed: 0 });
  expect(read(0, 10)).toEqual([early, euro, late]);
  expect(read(0, 7, ['USD', 'GBP'])).toEqual([early]);
});

test('what a source says anew corrects and removes, and what it said before is kept', () => {
  record(0, 10, [event('1', 3), event('2', 5), event('3', 7)]);
  market.clock.advance(1000);
  const known = event('1', 3, { actual: 216 });
  const moved = event('9', 9);
  expect(record(0, 6, [known, moved])).toEqual({ inserted: 1, corrected: 1, removed: 1 });
  expect(read(0, 10)).toEqual([known, event('3', 7), moved]);
  expect(record(0, 6, [known])).toEqual({ inserted: 0, corrected: 0, removed: 0 });
  expect(
    market.rows(
      'SELECT value_id AS id, actual, reason, superseded_at_utc_ms AS seen FROM calendar_revisions ORDER BY value_id',
    ),
  ).toEqual([
    { id: '1', actual: null, reason: 'corrected', seen: at(1000) },
    { id: '2', actual: null, reason: 'removed', seen: at(1000) },
  ]);
});

test('the terminal is believed before a file, and a file only where it covers the whole', () => {
  record(0, 20, [event('f', 4)], 'import');
  record(0, 10, [event('t', 4)]);
  expect(read(0, 10)).toEqual([event('t', 4)]);
  expect(read(0, 20)).toEqual([event('f', 4)]);
});

test('a batch with a release that cannot be leaves neither releases nor coverage', () => {
  const impossible = { ...event('2', 5), importance: 'enormous' } as unknown as CalendarEvent;
  expect(() => record(0, 10, [event('1', 3), impossible])).toThrow('CHECK');
  expect(read(0, 10)).toBeNull();
});

test('a release that moves into another span is corrected, and stands once', () => {
  record(0, 10, [event('1', 3)]);
  expect(record(10, 20, [event('1', 15)])).toEqual({ inserted: 0, corrected: 1, removed: 0 });
  expect(read(0, 20)).toEqual([event('1', 15)]);
});
