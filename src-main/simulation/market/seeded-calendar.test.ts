import { expect, test } from 'vitest';
import { calendarEventSchema } from '#shared/market/calendar-event.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { seededCalendar } from './seeded-calendar.ts';

const span = { fromUtcMs: utcMs(Date.UTC(2024, 0, 1)), untilUtcMs: utcMs(Date.UTC(2026, 0, 1)) };
const events = seededCalendar({ seed: 3, ...span });

test('the same seed makes the same releases, in order, each one only', () => {
  expect(seededCalendar({ seed: 3, ...span })).toEqual(events);
  expect(seededCalendar({ seed: 4, ...span })).not.toEqual(events);
  const times = events.map(({ releaseUtcMs }) => releaseUtcMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(new Set(events.map(({ valueId }) => valueId)).size).toBe(events.length);
  for (const event of events) expect(calendarEventSchema.safeParse(event).success).toBe(true);
});

test('payrolls come on the first Friday of each month, at half past eight in New York, summer and winter', () => {
  const payrolls = events.filter(({ name }) => name === 'Nonfarm Payrolls');
  expect(payrolls.length).toBe(24);
  const hours = payrolls.map(({ releaseUtcMs }) => new Date(releaseUtcMs).toISOString().slice(11, 16));
  expect(new Set(hours)).toEqual(new Set(['13:30', '12:30']));
});

test('each release knows the figure before it, and some say it otherwise', () => {
  const claims = events.filter(({ name }) => name === 'Initial Jobless Claims');
  claims.slice(1).forEach(({ previous }, index) => expect(previous).toBe(claims[index]?.actual));
  const revised = claims.filter(({ revisedPrevious }) => revisedPrevious !== null).length;
  expect(revised).toBeGreaterThan(claims.length / 5);
  expect(revised).toBeLessThan(claims.length / 2);
});
