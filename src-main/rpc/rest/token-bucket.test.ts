import { expect, test } from 'vitest';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { TokenBuckets } from './token-bucket.ts';

const rate = { burst: 3, perSecond: 2 };

test('a burst passes, then as many as the rate allows, and each name for itself', () => {
  const clock = createManualClock();
  const buckets = new TokenBuckets(rate, clock.monotonic);
  const take = (name = 'a'): number => buckets.take(name);
  expect([take(), take(), take(), take(), take('b')]).toEqual([0, 0, 0, 500, 0]);
  clock.advance(250);
  expect(take()).toBe(250);
  clock.advance(250);
  expect([take(), take()]).toEqual([0, 500]);
  clock.advance(60_000);
  expect([take(), take(), take(), take() > 0]).toEqual([0, 0, 0, true]);
});

test('a wait that was told is long enough', () => {
  const clock = createManualClock();
  const buckets = new TokenBuckets({ burst: 1, perSecond: 7 }, clock.monotonic);
  for (let count = 0; count < 50; count++) {
    buckets.take('a');
    clock.advance(buckets.take('a'));
    expect(buckets.take('a')).toBe(0);
    clock.advance(1000);
  }
});

test('names without end cost a bounded memory, and the one that asked last is not forgotten', () => {
  const buckets = new TokenBuckets(rate, createManualClock().monotonic);
  for (let count = 0; count < 3; count++) buckets.take('busy');
  for (let name = 0; name < 250; name++) buckets.take(`token-${name}`);
  expect(buckets.take('busy')).toBeGreaterThan(0);
});
