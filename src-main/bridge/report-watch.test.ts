import { expect, test } from 'vitest';
import { exposureHashOf } from '#main/protocol/exposure-hash.ts';
import { ReportWatch } from './report-watch.ts';

const a = '00000000000000a0';
const b = '00000000000000b0';

const newWatch = (): ReportWatch => new ReportWatch({ positions: a, orders: a });

const hashOf = (positions: string, orders: string): string => exposureHashOf({ positions, orders });

/** The second at which everything was asked for, of those in which the terminal says so. */
function askedAtSeconds(watch: ReportWatch, exposureHash: string, seconds: number): readonly number[] {
  const asked: number[] = [];
  for (let second = 0; second < seconds; second++) {
    watch.heard(exposureHash, second * 1000);
    if (watch.takeRequest(second * 1000)) asked.push(second);
  }
  return asked;
}

test('is content while the terminal says what was applied', () => {
  expect(askedAtSeconds(newWatch(), hashOf(a, a), 20)).toEqual([]);
});

test.each([
  ['a position', hashOf(b, a)],
  ['an order', hashOf(a, b)],
])('asks when %s has been missing for more than two seconds, and then every five', (_what, exposureHash) => {
  expect(askedAtSeconds(newWatch(), exposureHash, 20)).toEqual([3, 8, 13, 18]);
});

test('waits for a list that is on its way', () => {
  const watch = newWatch();
  for (const atMs of [0, 1000, 2000]) watch.heard(hashOf(b, a), atMs);
  watch.applied({ positions: b });
  watch.heard(hashOf(b, a), 3000);
  expect(watch.takeRequest(3000)).toBe(false);
  watch.applied({ orders: b });
  expect(askedAtSeconds(watch, hashOf(b, b), 20)).toEqual([]);
});

test('counts anew when a difference comes back', () => {
  const watch = newWatch();
  watch.heard(hashOf(b, a), 0);
  watch.heard(hashOf(a, a), 1900);
  watch.heard(hashOf(b, a), 2100);
  expect(watch.takeRequest(4000)).toBe(false);
  watch.heard(hashOf(b, a), 4101);
  expect(watch.takeRequest(4101)).toBe(true);
});

test('forgets a difference that was settled before it could ask again', () => {
  const watch = newWatch();
  for (const atMs of [0, 3000]) watch.heard(hashOf(b, a), atMs);
  expect(watch.takeRequest(3000)).toBe(true);
  watch.heard(hashOf(b, a), 4000);
  watch.applied({ positions: b, orders: a });
  expect(askedAtSeconds(watch, hashOf(b, a), 20)).toEqual([]);
});

test('asks at once for what is wished, and later for what is wished too soon after', () => {
  const watch = newWatch();
  watch.wish();
  expect(watch.takeRequest(100)).toBe(true);
  watch.wish();
  watch.wish();
  expect([1000, 5099, 5100, 5101].map((nowMs) => watch.takeRequest(nowMs))).toEqual([false, false, true, false]);
});
