import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utcMs } from '../units/utc-ms.ts';
import { barOpening } from './bar-opening.ts';
import { brokerClock } from './broker-clock.ts';
import type { ClockRule } from './clock-rule.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const at = (iso: string) => utcMs(Date.parse(iso));

test.each<[ClockRule, number, string, string, string]>([
  ['ny+7', 4 * hourMs, '2025-01-15T01:59Z', '2025-01-14T22:00Z', 'H4 from New York 17:00 in winter'],
  ['ny+7', 4 * hourMs, '2025-07-15T00:59Z', '2025-07-14T21:00Z', 'H4 from New York 17:00 in summer'],
  ['ny+7', dayMs, '2025-07-15T20:59Z', '2025-07-14T21:00Z', 'D1 until New York 17:00'],
  ['ny+7', dayMs, '2025-07-15T21:00Z', '2025-07-15T21:00Z', 'D1 from New York 17:00'],
  ['utc', 4 * hourMs, '2025-07-15T23:00Z', '2025-07-15T20:00Z', 'H4 from Greenwich midnight'],
  ['utc-3:30', dayMs, '2025-07-15T03:29Z', '2025-07-14T03:30Z', 'D1 at half past'],
  ['utc-3:30', hourMs, '2025-07-15T03:29Z', '2025-07-15T02:30Z', 'H1 at half past'],
  ['utc-3:30', 15 * minuteMs, '2025-07-15T03:29Z', '2025-07-15T03:15Z', 'M15 as everywhere'],
  ['eet', 4 * hourMs, '2025-03-30T00:59Z', '2025-03-29T22:00Z', 'the short H4 bar before the clocks go forward'],
  ['eet', 4 * hourMs, '2025-03-30T01:00Z', '2025-03-30T01:00Z', 'the H4 bar of 04:00 right after it'],
  ['eet', 4 * hourMs, '2025-10-26T01:59Z', '2025-10-25T21:00Z', 'the long H4 bar in which the clocks go back'],
  ['eet', 4 * hourMs, '2025-10-26T02:00Z', '2025-10-26T02:00Z', 'the H4 bar of 04:00 after it'],
  ['ny+7', 4 * hourMs, '2025-11-02T06:30Z', '2025-11-02T05:00Z', 'the H4 bar whose first hour comes twice'],
  ['eet', 30 * minuteMs, '2025-10-26T00:59Z', '2025-10-26T00:30Z', 'M30 in the hour that comes twice, first time'],
  ['eet', 30 * minuteMs, '2025-10-26T01:59Z', '2025-10-26T01:30Z', 'M30 in the hour that comes twice, second time'],
])('on %s a bar of %i ms that holds %s opens at %s: %s', (rule, lengthMs, moment, expected) => {
  expect(barOpening(at(moment), lengthMs, brokerClock(rule))).toBe(at(expected));
});

const anyRule = fc.constantFrom<ClockRule>('utc', 'ny+7', 'eet', 'utc+2:00', 'utc-3:30', 'utc+5:45');
const anyMoment = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2099, 11, 29) }).map(utcMs);
const anyLength = fc.constantFrom(1, 5, 15, 30, 60, 240, 1440).map((minutes) => minutes * minuteMs);

test('a bar holds its moment, is the bar of its own opening, and opens on the wall clock’s grid', () => {
  fc.assert(
    fc.property(anyRule, anyMoment, anyLength, (rule, moment, lengthMs) => {
      const clock = brokerClock(rule);
      const opening = barOpening(moment, lengthMs, clock);
      expect(opening).toBeLessThanOrEqual(moment);
      expect(moment - opening).toBeLessThan(lengthMs + (lengthMs > hourMs ? hourMs : 0));
      expect(barOpening(opening, lengthMs, clock)).toBe(opening);
      expect(clock.toBroker(opening) % lengthMs).toBe(0);
    }),
  );
});
