import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utcMs } from '#shared/units/utc-ms.ts';
import { isManageDue, type ManageMoment } from './is-manage-due.ts';

const everyMs = 900_000;

const at = (minutes: number, r: number | null = 0): ManageMoment => ({ asOfUtcMs: utcMs(minutes * 60_000), r });

test('is due at the first close, and then when the time is over', () => {
  expect(isManageDue(null, at(5), everyMs)).toBe(true);
  expect([19, 20].map((minutes) => isManageDue(at(5), at(minutes), everyMs))).toEqual([false, true]);
});

test('is due at every close where no time is set', () => {
  expect(isManageDue(at(5), at(6), 0)).toBe(true);
});

test('is due sooner where the position has come 1 R nearer to its target or to its stop', () => {
  const isDue = (before: number | null, now: number | null) => isManageDue(at(5, before), at(6, now), everyMs);
  expect([isDue(0.5, 1.49), isDue(0.5, 1.5), isDue(0.5, -0.5), isDue(0.5, -0.49)]).toEqual([false, true, true, false]);
  expect([isDue(null, 5), isDue(5, null)]).toEqual([false, false]);
});

test('a market that stays within 1 R has so many questions as the time has room for, and one more', () => {
  const closes = fc.array(fc.record({ minutes: fc.integer({ min: 1, max: 60 }), r: fc.double({ min: 0, max: 0.99 }) }));
  fc.assert(
    fc.property(closes, (steps) => {
      let last: ManageMoment | null = null;
      let minutes = 0;
      let questions = 0;
      for (const step of steps) {
        minutes += step.minutes;
        const now = at(minutes, step.r);
        if (!isManageDue(last, now, everyMs)) continue;
        last = now;
        questions++;
      }
      expect(questions).toBeLessThanOrEqual(Math.floor((minutes * 60_000) / everyMs) + 1);
    }),
  );
});
