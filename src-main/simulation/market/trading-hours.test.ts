import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { forexHours, goldHours } from '#shared/time/market-week.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { marketHour, nextOpening, tradeSessions } from './trading-hours.ts';

const at = (iso: string) => utcMs(Date.parse(iso));

test.each([
  ['2025-01-10T21:59Z', true, 'Friday before New York 17:00 in winter'],
  ['2025-01-10T22:00Z', false, 'Friday 17:00'],
  ['2025-01-11T12:00Z', false, 'Saturday'],
  ['2025-01-12T22:59Z', false, 'Sunday before 18:00'],
  ['2025-01-12T23:00Z', true, 'Sunday 18:00'],
  ['2025-01-13T22:30Z', false, 'the daily break in winter'],
  ['2025-07-14T21:30Z', false, 'the daily break in summer'],
  ['2025-07-14T22:00Z', true, 'after it'],
])('at %s the market is open: %s (%s)', (iso, isOpen) => {
  expect(marketHour(at(iso), goldHours).isOpen).toBe(isOpen);
});

test('the trading day is counted from New York 17:00', () => {
  expect(marketHour(at('2025-01-13T22:00Z'), goldHours).hourOfTradingDay).toBe(0);
  expect(marketHour(at('2025-01-14T21:30Z'), goldHours).hourOfTradingDay).toBe(23.5);
});

test('an open moment is its own opening, a closed one is followed by the next', () => {
  expect(nextOpening(at('2025-01-13T10:07Z'), goldHours)).toBe(at('2025-01-13T10:07Z'));
  expect(nextOpening(at('2025-01-13T22:30Z'), goldHours)).toBe(at('2025-01-13T23:00Z'));
  expect(nextOpening(at('2025-01-11T12:34Z'), goldHours)).toBe(at('2025-01-12T23:00Z'));
});

test('foreign exchange has no daily break and opens on Sunday 17:00', () => {
  expect(marketHour(at('2025-01-13T22:30Z'), forexHours).isOpen).toBe(true);
  expect(nextOpening(at('2025-01-11T12:34Z'), forexHours)).toBe(at('2025-01-12T22:00Z'));
});

test('a server that follows New York lists whole days, with the break at its midnight', () => {
  const sessions = tradeSessions(goldHours, brokerClock('ny+7'), at('2025-01-13T10:00Z'));
  expect(sessions).toEqual([1, 2, 3, 4, 5].map((day) => ({ day, fromMinute: 60, toMinute: 1440 })));
});

test('the sessions of any server’s clock are open when the market is, in summer and in winter', () => {
  for (const hours of [goldHours, forexHours])
    for (const rule of ['ny+7', 'utc', 'eet', 'utc+3', 'utc-5'] as const)
      for (const monday of [Date.UTC(2025, 0, 13), Date.UTC(2025, 6, 14)]) {
        const clock = brokerClock(rule);
        const sessions = tradeSessions(hours, clock, utcMs(monday));
        for (let moment = monday; moment < monday + 7 * 86_400_000; moment += 1_800_000) {
          const wall = new Date(clock.toBroker(utcMs(moment)));
          const minute = wall.getUTCHours() * 60 + wall.getUTCMinutes();
          const isListed = sessions.some(
            ({ day, fromMinute, toMinute }) => day === wall.getUTCDay() && minute >= fromMinute && minute < toMinute,
          );
          expect([rule, new Date(moment).toISOString(), isListed]).toEqual([
            rule,
            new Date(moment).toISOString(),
            marketHour(utcMs(moment), hours).isOpen,
          ]);
        }
      }
});
