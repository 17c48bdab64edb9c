import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barAnchor } from '#shared/market/bar-series.ts';
import { timeframeDurationMs, timeframes } from '#shared/market/timeframe.ts';
import { barOpening } from '#shared/time/bar-opening.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { closedBefore } from './closed-before.ts';

const moment = (text: string) => utcMs(Date.parse(text));

test('a bar counts as closed at its last moment, and not before', () => {
  const series = { timeframe: 'M15', anchor: 'hour' } as const;
  const open = moment('2024-01-02T10:00:00.000Z');
  expect(open < closedBefore(moment('2024-01-02T10:14:59.999Z'), series)).toBe(false);
  expect(open < closedBefore(moment('2024-01-02T10:15:00.000Z'), series)).toBe(true);
});

test("a broker's day of 23 or 25 hours is closed at its own midnight", () => {
  const series = { timeframe: 'D1', anchor: 'eet' } as const;
  const shortDay = moment('2024-03-30T22:00:00.000Z');
  expect(shortDay < closedBefore(moment('2024-03-31T20:59:59.999Z'), series)).toBe(false);
  expect(shortDay < closedBefore(moment('2024-03-31T21:00:00.000Z'), series)).toBe(true);
  const longDay = moment('2024-10-26T21:00:00.000Z');
  expect(longDay < closedBefore(moment('2024-10-27T21:59:59.999Z'), series)).toBe(false);
  expect(longDay < closedBefore(moment('2024-10-27T22:00:00.000Z'), series)).toBe(true);
});

test('the bar that holds a moment is never closed at it, and the one before it always is', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...timeframes),
      fc.constantFrom<ClockRule>('utc', 'eet', 'ny+7', 'utc+2:00'),
      fc.integer({ min: Date.UTC(2020, 0, 10), max: Date.UTC(2026, 0, 1) }).map(utcMs),
      (timeframe, rule, now) => {
        const lengthMs = timeframeDurationMs(timeframe);
        const forming = barOpening(now, lengthMs, brokerClock(rule));
        const before = barOpening(utcMs(forming - 1), lengthMs, brokerClock(rule));
        const bound = closedBefore(now, { timeframe, anchor: barAnchor(timeframe, rule) });
        expect([before < bound, forming < bound]).toEqual([true, false]);
      },
    ),
  );
});
