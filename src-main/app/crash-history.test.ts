import { expect, test } from 'vitest';
import { durationMs, minutesToMs, secondsToMs } from '#shared/units/duration-ms.ts';
import { planRestart, type CrashHistory } from './crash-history.ts';

const recentCrashes = (count: number): CrashHistory => Array.from({ length: count }, (_, index) => durationMs(index));

test('delays double from half a second to eight', () => {
  const delays = Array.from({ length: 8 }, (_, count) => planRestart(recentCrashes(count), secondsToMs(10)).delay);
  expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000, 8000]);
});

test('the third crash within five minutes is one too many', () => {
  const verdicts = Array.from(
    { length: 4 },
    (_, count) => planRestart(recentCrashes(count), secondsToMs(10)).isUnstable,
  );
  expect(verdicts).toEqual([false, false, true, true]);
});

test('a crash is forgotten after five minutes', () => {
  const history = [durationMs(0), durationMs(1)];
  expect(planRestart(history, minutesToMs(5))).toEqual({
    history: [durationMs(1), minutesToMs(5)],
    delay: 1000,
    isUnstable: false,
  });
});
