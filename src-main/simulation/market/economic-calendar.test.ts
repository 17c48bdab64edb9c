import { expect, test } from 'vitest';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { calendarEventSchema } from '#shared/market/calendar-event.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { releasesIn } from './economic-calendar.ts';

const hourMs = 3_600_000;

const event = (hours: number, currency: string) =>
  calendarEventSchema.parse({
    ...{ valueId: String(100 + hours), eventId: '7', releaseUtcMs: sampleStartUtcMs + hours * hourMs, currency },
    ...{ importance: 'high', name: 'Payrolls', actual: 210, forecast: 180, previous: 175, revisedPrevious: 170 },
  });

const calendar = [event(1, 'USD'), event(5, 'EUR'), event(9, 'USD')];

test('a release of the future has no value yet, one of the past has all of them', () => {
  const span = { fromUtcMs: sampleStartUtcMs, toUtcMs: utcMs(sampleStartUtcMs + 9 * hourMs), currencies: [] };
  const told = releasesIn(calendar, span, utcMs(sampleStartUtcMs + 5 * hourMs));
  expect(told).toEqual([calendar[0], calendar[1], { ...event(9, 'USD'), actual: null, revisedPrevious: null }]);
});

test('only what was asked for: the span with both its ends, and the currencies', () => {
  const span = { fromUtcMs: utcMs(sampleStartUtcMs + hourMs), toUtcMs: utcMs(sampleStartUtcMs + 5 * hourMs) };
  expect(
    releasesIn(calendar, { ...span, currencies: ['USD'] }, sampleStartUtcMs).map(({ valueId }) => valueId),
  ).toEqual(['101']);
});
