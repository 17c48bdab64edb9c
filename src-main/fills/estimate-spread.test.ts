import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { estimateSpreads } from './estimate-spread.ts';

const hourMs = 3_600_000;
/** New York's 17:00 of a winter Monday: the broker's Tuesday begins. */
const midnightUtcMs = Date.UTC(2024, 0, 8, 22);
const defaultByHour = Array.from({ length: 24 }, (_, hour) => (hour === 0 ? 0.5 : 0.3));

function spreadsOf(
  rows: readonly (readonly [hour: number, stored: number])[],
  rule: 'ny+7' | 'utc' = 'ny+7',
): readonly number[] {
  const out = new Float64Array(rows.length);
  estimateSpreads(
    {
      openTimeUtcMs: Float64Array.from(rows, ([hour]) => midnightUtcMs + hour * hourMs),
      stored: Float64Array.from(rows, ([, stored]) => stored),
      defaultByHour,
      clock: brokerClock(rule),
      rolloverMultiple: 3,
    },
    out,
  );
  return [...out];
}

test('where nothing is stored it is the default of the hour', () => {
  expect(spreadsOf([[5, NaN]])).toEqual([0.3]);
});

test('what is stored is floored by the median of its hour, and that stands in where a row has none', () => {
  const rows = [
    [5, 0.1],
    [5.2, 0.2],
    [5.4, 0.6],
    [5.6, NaN],
    [29, 0.25],
  ] as const;
  // Stored for the hour: 0.10, 0.20, 0.25, 0.60; of four the second is taken.
  expect(spreadsOf(rows)).toEqual([0.2, 0.2, 0.6, 0.2, 0.25]);
});

test('in the hour after the broker’s midnight it is at least three times that of the other hours', () => {
  expect(spreadsOf([[0, NaN]])).toEqual([expect.closeTo(0.9, 12)]);
  expect(spreadsOf([[0.5, 0.4]])).toEqual([expect.closeTo(0.9, 12)]);
  expect(spreadsOf([[0.99, 2]])).toEqual([2]);
  expect(spreadsOf([[1, NaN]])).toEqual([0.3]);
});

test('the rollover follows the broker’s own clock, the hour’s default New York’s day', () => {
  // Midnight of a server on UTC is two hours into New York’s trading day.
  expect(spreadsOf([[0, NaN]], 'utc')).toEqual([0.5]);
  expect(spreadsOf([[2, NaN]], 'utc')).toEqual([expect.closeTo(0.9, 12)]);
});

test('both follow daylight saving: in summer New York’s 17:00 is 21:00 UTC', () => {
  const summer = (Date.UTC(2024, 6, 8, 21) - midnightUtcMs) / hourMs;
  expect(spreadsOf([[summer, NaN]])).toEqual([expect.closeTo(0.9, 12)]);
  expect(spreadsOf([[summer + 1, NaN]])).toEqual([0.3]);
});

test('a stored spread of zero is known, a negative one is not', () => {
  expect(spreadsOf([[7, 0]])).toEqual([0]);
  expect(spreadsOf([[7, -1]])).toEqual([0.3]);
});
