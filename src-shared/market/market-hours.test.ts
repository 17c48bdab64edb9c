import { expect, test } from 'vitest';
import { brokerClock } from '../time/broker-clock.ts';
import type { ClockRule } from '../time/clock-rule.ts';
import { marketWeeks } from '../time/market-week.ts';
import { assertDefined } from '../base/assert.ts';
import { spansMs } from '../time/span.ts';
import { utcMs } from '../units/utc-ms.ts';
import { chooseMarketWeek } from './choose-market-week.ts';
import { hoursOfSessions, hoursOfWeek } from './market-hours.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const at = (iso: string) => utcMs(Date.parse(iso));
const span = (from: string, to: string) => ({ fromUtcMs: at(from), toUtcMs: at(to) });
const iso = (spans: readonly { readonly fromUtcMs: number; readonly toUtcMs: number }[]) =>
  spans.map(({ fromUtcMs, toUtcMs }) =>
    [fromUtcMs, toUtcMs].map((it) => new Date(it).toISOString().slice(0, 16)).join(' to '),
  );

const goldOf = (rule: ClockRule, toldAt: string, fromMinute = 60) =>
  hoursOfSessions({
    sessions: [1, 2, 3, 4, 5].map((day) => ({ day, fromMinute, toMinute: fromMinute === 60 ? 1440 : fromMinute - 60 })),
    toldAtUtcMs: at(toldAt),
    clock: brokerClock(rule),
  });

test('sessions of a server’s day are converted by its clock, each date by its own offset', () => {
  const hours = goldOf('ny+7', '2024-06-03T12:00Z');
  expect(iso(hours.openSpans(span('2024-03-08T12:00Z', '2024-03-11T23:00Z')))).toEqual([
    '2024-03-08T12:00 to 2024-03-08T22:00',
    '2024-03-10T22:00 to 2024-03-11T21:00',
    '2024-03-11T22:00 to 2024-03-11T23:00',
  ]);
  expect(hours.pausesDaily).toBe(true);
});

test('where the server’s clock and the market’s change on other days, only what both have open is expected', () => {
  const hours = goldOf('eet', '2024-06-03T12:00Z');
  expect(iso(hours.openSpans(span('2024-03-12T12:00Z', '2024-03-13T12:00Z')))).toEqual([
    '2024-03-12T12:00 to 2024-03-12T21:00',
    '2024-03-12T23:00 to 2024-03-13T12:00',
  ]);
  expect(iso(hours.openSpans(span('2024-06-04T12:00Z', '2024-06-05T12:00Z')))).toEqual([
    '2024-06-04T12:00 to 2024-06-04T21:00',
    '2024-06-04T22:00 to 2024-06-05T12:00',
  ]);
});

test('a server that keeps one offset all year tells the hours of the season in which it was asked', () => {
  const hours = hoursOfSessions({
    sessions: [0, 1, 2, 3, 4].flatMap((day) => [
      { day, fromMinute: 22 * 60, toMinute: 1440 },
      { day: day + 1, fromMinute: 0, toMinute: 21 * 60 },
    ]),
    toldAtUtcMs: at('2024-06-03T12:00Z'),
    clock: brokerClock('utc'),
  });
  expect(iso(hours.openSpans(span('2024-06-04T12:00Z', '2024-06-05T12:00Z')))).toEqual([
    '2024-06-04T12:00 to 2024-06-04T21:00',
    '2024-06-04T22:00 to 2024-06-05T12:00',
  ]);
  expect(iso(hours.openSpans(span('2024-01-09T12:00Z', '2024-01-10T12:00Z')))).toEqual([
    '2024-01-09T12:00 to 2024-01-09T21:00',
    '2024-01-09T23:00 to 2024-01-10T12:00',
  ]);
});

test('a market that never pauses is open from Sunday to Friday', () => {
  const week = assertDefined(marketWeeks[0], 'foreign exchange');
  const hours = hoursOfWeek(week, brokerClock('ny+7'));
  expect(iso(hours.openSpans(span('2024-06-01T00:00Z', '2024-06-09T00:00Z')))).toEqual([
    '2024-06-02T21:00 to 2024-06-07T21:00',
  ]);
  expect(hours.pausesDaily).toBe(false);
});

test('the week of a market is told from where its bars are missing', () => {
  const clock = brokerClock('ny+7');
  for (const week of marketWeeks) {
    const month = span('2024-05-05T00:00Z', '2024-06-02T00:00Z');
    const open = hoursOfWeek(week, clock).openSpans(month);
    const gaps = open
      .slice(1)
      .map(({ fromUtcMs }, index) => ({ fromUtcMs: open[index]?.toUtcMs ?? fromUtcMs, toUtcMs: fromUtcMs }));
    expect(chooseMarketWeek(gaps, clock)).toEqual(week);
  }
  expect(chooseMarketWeek([], clock)).toBeNull();
});

test('the cost of many years grows with the years', () => {
  const hours = goldOf('ny+7', '2024-06-03T12:00Z');
  const years = hours.openSpans(span('2004-01-01T00:00Z', '2024-01-01T00:00Z'));
  expect(years.length).toBeGreaterThan(5000);
  expect(spansMs(years) / dayMs).toBeCloseTo((7305 * 5 * 23) / 7 / 24, -1);
});
