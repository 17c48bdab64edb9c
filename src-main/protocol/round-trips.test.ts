import { expect, test } from 'vitest';
import { openPingsMax, RoundTrips } from './round-trips.ts';

test('measures each round trip once', () => {
  const roundTrips = new RoundTrips();
  const [first, second] = [roundTrips.next(100), roundTrips.next(130)];
  expect([roundTrips.end(second, 140), roundTrips.end(first, 150), roundTrips.end(first, 160)]).toEqual([10, 50, null]);
});

test('knows nothing of a PING that was never sent', () => {
  expect(new RoundTrips().end(1, 0)).toBeNull();
});

test('forgets the oldest of too many that were never answered', () => {
  const roundTrips = new RoundTrips();
  const ids = Array.from({ length: openPingsMax + 1 }, () => roundTrips.next(0));
  expect(ids.map((id) => roundTrips.end(id, 5))).toEqual([null, ...ids.slice(1).map(() => 5)]);
});
