import { expect, test } from 'vitest';
import { calendarEventSchema, type CalendarEvent } from '#shared/market/calendar-event.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { memoryStoredMarket } from '#main/testkit/memory-stored-market.ts';
import { sampleEuro } from '#main/testkit/sample-instrument.ts';
import { knownNews } from './known-news.ts';
import { newsDistances } from './news-distance.ts';

const release = (releaseUtcMs: number, currency = 'USD', importance = 'high'): CalendarEvent =>
  calendarEventSchema.parse({
    ...{ valueId: `${releaseUtcMs}${currency}`, eventId: '1', releaseUtcMs, currency, importance, name: 'n' },
    ...{ actual: null, forecast: null, previous: null, revisedPrevious: null },
  });

const span = (from: number, to: number) => ({ fromUtcMs: utcMs(from), toUtcMs: utcMs(to) });

test('the nearest release of high impact for one of the currencies counts, before or after', () => {
  const events = [release(100), release(500, 'EUR'), release(120, 'JPY'), release(130, 'USD', 'low')];
  const { calendar } = memoryStoredMarket({ series: [], calendars: [{ source: 'import', ...span(0, 1000), events }] });
  const known = knownNews(calendar, sampleEuro);
  const out = new Float64Array(5);
  newsDistances(Float64Array.of(90, 100, 310, 999, 1000), known, out);
  expect([...out]).toEqual([10, 0, 190, 499, NaN]);
});

test('the terminal’s word comes first, another calendar tells of what it does not cover', () => {
  const { calendar } = memoryStoredMarket({
    series: [],
    calendars: [
      { source: 'terminal', ...span(500, 1000), events: [release(600)] },
      { source: 'import', ...span(0, 800), events: [release(100), release(700)] },
    ],
  });
  const known = knownNews(calendar, sampleEuro);
  expect(known.map(({ fromUtcMs, toUtcMs, releasesUtcMs }) => [fromUtcMs, toUtcMs, ...releasesUtcMs])).toEqual([
    [500, 1000, 600],
    [0, 500, 100],
  ]);
});

test('where a calendar knows that there is none it is infinitely far, without one it is not known', () => {
  const out = new Float64Array(2);
  newsDistances(Float64Array.of(5, 15), [{ fromUtcMs: 0, toUtcMs: 10, releasesUtcMs: new Float64Array(0) }], out);
  expect([...out]).toEqual([Infinity, NaN]);
});
