import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { hoursOfWeek } from '#shared/market/market-hours.ts';
import { forexHours, goldHours } from '#shared/time/market-week.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { decisionColumns } from './decision-columns.ts';
import { findHoles } from './find-holes.ts';
import { marketHoursOf } from './market-hours-of.ts';
import type { ResolvedInstrument } from './resolve-instrument.ts';
import { stretchOf } from './stretch-of.suite.ts';

const clock = brokerClock('ny+7');
const hourMs = 3_600_000;
const resolved: ResolvedInstrument = {
  instrument: sampleGold,
  source: 'default',
  toldAtUtcMs: null,
  spreadPointsByHour: null,
  marginRatio: 0.01,
  commissionCurrency: null,
};

/** Hours of gold: none from New York's 17:00 to 18:00, none on weekends; without those that `isMissing` says. */
function goldHoursFrom(fromUtcMs: number, days: number, isMissing: (atUtcMs: number) => boolean = () => false) {
  const hours = hoursOfWeek(goldHours, clock);
  const open = hours.openSpans({ fromUtcMs: utcMs(fromUtcMs), toUtcMs: utcMs(fromUtcMs + days * 24 * hourMs) });
  const openings = open.flatMap((span) => {
    const count = Math.floor((span.toUtcMs - span.fromUtcMs) / hourMs);
    return Array.from({ length: count }, (_, index) => span.fromUtcMs + index * hourMs);
  });
  const bars = openings
    .filter((at) => !isMissing(at))
    .map((openTimeUtcMs) => sampleBar({ openTimeUtcMs, close: 2000 }));
  return stretchOf(bars, { timeframe: 'H1' });
}

const start = Date.UTC(2024, 3, 1, 22);
const missing = { from: Date.UTC(2024, 3, 10, 10), to: Date.UTC(2024, 3, 10, 14) };
const isMissing = (at: number): boolean => at >= missing.from && at < missing.to;
const timeframeAt = () => 'H1' as const;

test('weekends and daily breaks are no holes, a morning without bars is one', () => {
  const rows = goldHoursFrom(start, 21, isMissing);
  const hoursAt = marketHoursOf(rows, resolved, clock);
  expect(findHoles(rows, { timeframeAt, clock, hoursAt })).toEqual([
    { timeframe: 'H1', fromUtcMs: missing.from, toUtcMs: missing.to, missingBars: 4 },
  ]);
});

test('what a terminal told of its sessions comes before what bars look like', () => {
  const rows = goldHoursFrom(start, 21);
  const always = [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, fromMinute: 0, toMinute: 1440 }));
  const told = { ...resolved, instrument: sampleInstrument({ sessions: always }), toldAtUtcMs: utcMs(start) };
  const holes = findHoles(rows, { timeframeAt, clock, hoursAt: marketHoursOf(rows, told, clock) });
  expect(holes.length).toBeGreaterThan(10);
});

test('a broker that gave its daily break up is read by the hours of each time', () => {
  const withBreak = goldHoursFrom(Date.UTC(2023, 0, 2, 23), 180);
  const forex = hoursOfWeek(forexHours, clock);
  const later = Date.UTC(2024, 0, 1, 23);
  const open = forex.openSpans({ fromUtcMs: utcMs(later), toUtcMs: utcMs(later + 180 * 24 * hourMs) });
  const without = stretchOf(
    open.flatMap(({ fromUtcMs, toUtcMs }) =>
      Array.from({ length: Math.floor((toUtcMs - fromUtcMs) / hourMs) }, (_, index) =>
        sampleBar({ openTimeUtcMs: fromUtcMs + index * hourMs, close: 2000 }),
      ),
    ),
    { timeframe: 'H1' },
  );
  for (const rows of [withBreak, without])
    expect(findHoles(rows, { timeframeAt, clock, hoursAt: marketHoursOf(rows, resolved, clock) })).toEqual([]);
});

test('of a stretch that tells no hours nothing is called missing', () => {
  const rows = stretchOf([], { timeframe: 'H1' });
  expect(marketHoursOf(rows, resolved, clock)(start)).toBeNull();
});

test('bars are counted anew behind a hole, and from the first one on', () => {
  const rows = goldHoursFrom(start, 21, isMissing);
  const holes = findHoles(rows, { timeframeAt, clock, hoursAt: marketHoursOf(rows, resolved, clock) });
  const { barsSinceHole, openTimeUtcMs } = decisionColumns(rows, { holes, news: [] });
  const first = openTimeUtcMs.values.indexOf(missing.to);
  expect([...barsSinceHole.values.subarray(0, 3)]).toEqual([1, 2, 3]);
  expect([...barsSinceHole.values.subarray(first - 1, first + 2)]).toEqual([first, 1, 2]);
});
