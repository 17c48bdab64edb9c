import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utcMs } from '../units/utc-ms.ts';
import { brokerClock } from './broker-clock.ts';
import { nextMidnight } from './next-midnight.ts';

const newYork = brokerClock('ny+7');

test('a midnight’s next one is a day later, and on the days of a change of clocks an hour more or less', () => {
  // New York changes on 10 March and 3 November 2024.
  const hoursFrom = (year: number, month: number, day: number): number => {
    const midnight = newYork.toUtc(Date.UTC(year, month, day));
    return (nextMidnight(midnight, newYork) - midnight) / 3_600_000;
  };
  expect([hoursFrom(2024, 0, 9), hoursFrom(2024, 2, 10), hoursFrom(2024, 10, 3)]).toEqual([24, 23, 25]);
});

test('it is a midnight, after the moment and not a day and an hour away', () => {
  const rules = fc.constantFrom(...(['utc', 'utc+2:00', 'ny+7', 'eet'] as const));
  fc.assert(
    fc.property(rules, fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2025, 0) }), (rule, ms) => {
      const clock = brokerClock(rule);
      const at = utcMs(ms);
      const next = nextMidnight(at, clock);
      expect(clock.toBroker(next) % 86_400_000).toBe(0);
      expect(next > at && next - at <= 25 * 3_600_000).toBe(true);
    }),
  );
});
