import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utcMs } from '../units/utc-ms.ts';
import { brokerClock, isBrokerStamp } from './broker-clock.ts';
import type { ClockRule } from './clock-rule.ts';

const hourMs = 3_600_000;
const dayMs = 86_400_000;

const at = (iso: string) => utcMs(Date.parse(iso));
const stamp = (wallClock: string): number => Date.parse(`${wallClock}Z`);
const wallClock = (stampMs: number): string => new Date(stampMs).toISOString().slice(0, 16);

const zonedRules = [
  ['ny+7', 'America/New_York', 7],
  ['eet', 'Europe/Athens', 0],
] as const;

const anyRule = fc.constantFrom<ClockRule>('utc', 'ny+7', 'eet', 'utc+2:00', 'utc-3:30', 'utc+14:00', 'utc-12:00');
/** From the year in which both unions took up their present rules' forerunners, to the end of the range. */
const anyMoment = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2099, 11, 29) }).map(utcMs);

test.each<[ClockRule, string, string, string]>([
  ['ny+7', '2025-03-09T06:59Z', '2025-03-09T08:59', 'the last minute of the New York winter'],
  ['ny+7', '2025-03-09T07:00Z', '2025-03-09T10:00', 'the first minute of the New York summer'],
  ['ny+7', '2025-11-02T05:59Z', '2025-11-02T08:59', 'the last minute of the New York summer'],
  ['ny+7', '2025-11-02T06:00Z', '2025-11-02T08:00', 'the first minute of the New York winter'],
  ['eet', '2025-03-30T00:59Z', '2025-03-30T02:59', 'the last minute of the European winter'],
  ['eet', '2025-03-30T01:00Z', '2025-03-30T04:00', 'the first minute of the European summer'],
  ['eet', '2025-10-26T00:59Z', '2025-10-26T03:59', 'the last minute of the European summer'],
  ['eet', '2025-10-26T01:00Z', '2025-10-26T03:00', 'the first minute of the European winter'],
  ['utc-3:30', '2025-07-01T00:00Z', '2025-06-30T20:30', 'a fixed offset in summer'],
  ['utc-3:30', '2025-12-31T23:59Z', '2025-12-31T20:29', 'a fixed offset in winter'],
  ['utc+2:00', '2024-12-31T22:00Z', '2025-01-01T00:00', 'a fixed offset across the year'],
])('%s shows %s as %s: %s', (rule, utc, expected) => {
  expect(wallClock(brokerClock(rule).toBroker(at(utc)))).toBe(expected);
});

test('the weeks between the two unions’ changes part ny+7 from eet by one hour', () => {
  const offsets = (iso: string) =>
    (['ny+7', 'eet'] as const).map((rule) => brokerClock(rule).offsetMsAt(at(iso)) / hourMs);
  expect(['2025-01-15', '2025-03-20', '2025-07-15', '2025-10-29', '2025-12-01'].map(offsets)).toEqual([
    [2, 2],
    [3, 2],
    [3, 3],
    [3, 2],
    [2, 2],
  ]);
});

test('a stamp that two moments bear is read as the earlier', () => {
  expect(brokerClock('ny+7').toUtc(stamp('2025-11-02T08:30'))).toBe(at('2025-11-02T05:30Z'));
  expect(brokerClock('eet').toUtc(stamp('2025-10-26T03:30'))).toBe(at('2025-10-26T00:30Z'));
});

test('a stamp that never was is read with the offset before the change', () => {
  expect(brokerClock('ny+7').toUtc(stamp('2025-03-09T09:30'))).toBe(at('2025-03-09T07:30Z'));
  expect(brokerClock('eet').toUtc(stamp('2025-03-30T03:30'))).toBe(at('2025-03-30T01:30Z'));
});

test('midnight of a day that is 23 or 25 hours long is the wall clock’s', () => {
  const clock = brokerClock('eet');
  expect(clock.midnightBefore(at('2025-03-30T20:59Z'))).toBe(at('2025-03-29T22:00Z'));
  expect(clock.midnightBefore(at('2025-03-30T21:00Z'))).toBe(at('2025-03-30T21:00Z'));
  expect(clock.midnightBefore(at('2025-10-26T21:59Z'))).toBe(at('2025-10-25T21:00Z'));
  expect(clock.midnightBefore(at('2025-10-26T22:00Z'))).toBe(at('2025-10-26T22:00Z'));
});

test('midnight of ny+7 is New York’s 17:00 all year', () => {
  const newYork = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'America/New_York',
    timeStyle: 'short',
  });
  const clock = brokerClock('ny+7');
  fc.assert(fc.property(anyMoment, (moment) => newYork.format(clock.midnightBefore(moment)) === '17:00'));
});

test.each(zonedRules)('%s agrees with the zone data of the platform at any moment', (rule, zone, shiftHours) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const clock = brokerClock(rule);
  fc.assert(
    fc.property(anyMoment, (moment) => {
      const wholeSeconds = utcMs(Math.floor(moment / 1000) * 1000);
      const expected = Date.parse(`${format.format(wholeSeconds).replace(' ', 'T')}Z`) + shiftHours * hourMs;
      expect(clock.toBroker(wholeSeconds)).toBe(expected);
    }),
  );
});

test('a moment comes back from its stamp, or the one an hour before that bears the same stamp', () => {
  fc.assert(
    fc.property(anyRule, anyMoment, (rule, moment) => {
      const clock = brokerClock(rule);
      const back = clock.toUtc(clock.toBroker(moment));
      expect(clock.toBroker(back)).toBe(clock.toBroker(moment));
      expect([0, hourMs]).toContain(moment - back);
    }),
  );
});

test('midnight lies at or before the moment, on a whole broker day, less than 25 hours ago', () => {
  fc.assert(
    fc.property(anyRule, anyMoment, (rule, moment) => {
      const clock = brokerClock(rule);
      const midnight = clock.midnightBefore(moment);
      expect(clock.toBroker(midnight) % dayMs).toBe(0);
      expect(midnight).toBeLessThanOrEqual(moment);
      expect(moment - midnight).toBeLessThan(25 * hourMs);
    }),
  );
});

test('every rule converts every stamp that passes the guard', () => {
  fc.assert(
    fc.property(anyRule, fc.double(), (rule, stampMs) => {
      if (isBrokerStamp(stampMs)) expect(() => brokerClock(rule).toUtc(stampMs)).not.toThrow();
    }),
  );
  const accepted = ['1970-01-01T00:00', '1970-01-03T00:00', '2099-12-29T23:59', '2099-12-31T00:00'].map((wall) =>
    isBrokerStamp(stamp(wall)),
  );
  expect(accepted).toEqual([false, true, true, false]);
  expect(
    [0.5, Number.NaN, Number.POSITIVE_INFINITY].map((odd) => isBrokerStamp(stamp('2025-01-01T00:00') + odd)),
  ).toEqual([false, false, false]);
});
