import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utcMs } from '../units/utc-ms.ts';
import { wakingFrom } from './waking-hours.ts';

const utc = (...at: readonly [number, number, number, number, number?]): ReturnType<typeof utcMs> =>
  utcMs(Date.UTC(at[0], at[1], at[2], at[3], at[4] ?? 0));

const berlin = wakingFrom({ fromHour: 7, toHour: 23, zone: 'Europe/Berlin' });

test('who is awake answers at once', () => {
  expect(berlin(utc(2024, 0, 9, 6))).toBe(utc(2024, 0, 9, 6));
  expect(berlin(utc(2024, 0, 9, 21, 59))).toBe(utc(2024, 0, 9, 21, 59));
});

test('who sleeps answers at seven, of the same day or the next', () => {
  expect(berlin(utc(2024, 0, 9, 22))).toBe(utc(2024, 0, 10, 6));
  expect(berlin(utc(2024, 0, 9, 2))).toBe(utc(2024, 0, 9, 6));
});

test('seven o’clock is that of the morning, also where the clocks change in the night', () => {
  // 31 March 2024: forward at 01:00 UTC. 27 October 2024: back at 01:00 UTC.
  expect(berlin(utc(2024, 2, 30, 23))).toBe(utc(2024, 2, 31, 5));
  expect(berlin(utc(2024, 9, 26, 23))).toBe(utc(2024, 9, 27, 6));
});

test('from equal to to is always awake, from above to is awake over midnight', () => {
  const always = wakingFrom({ fromHour: 5, toHour: 5, zone: 'Europe/Berlin' });
  expect(always(utc(2024, 0, 9, 3))).toBe(utc(2024, 0, 9, 3));
  const nights = wakingFrom({ fromHour: 20, toHour: 4, zone: 'UTC' });
  expect(nights(utc(2024, 0, 9, 23))).toBe(utc(2024, 0, 9, 23));
  expect(nights(utc(2024, 0, 9, 3))).toBe(utc(2024, 0, 9, 3));
  expect(nights(utc(2024, 0, 9, 4))).toBe(utc(2024, 0, 9, 20));
});

test('an hour may be a part of one, and the day may end with 24', () => {
  const awake = wakingFrom({ fromHour: 6.5, toHour: 24, zone: 'UTC' });
  expect(awake(utc(2024, 0, 9, 0))).toBe(utc(2024, 0, 9, 6, 30));
  expect(awake(utc(2024, 0, 9, 23, 59))).toBe(utc(2024, 0, 9, 23, 59));
});

test('it never lies before the moment asked, nor a day after it, and there one is awake', () => {
  const start = utc(2024, 0, 1, 0);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 365 * 1440 }), (minutes) => {
      const at = utcMs(start + minutes * 60_000);
      const awake = berlin(at);
      expect(awake >= at && awake - at < 24 * 3_600_000).toBe(true);
      expect(berlin(awake)).toBe(awake);
    }),
  );
});
