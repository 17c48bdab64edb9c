import { expect, test } from 'vitest';
import { columnsOfBars } from '#main/testkit/columns-of-bars.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { londonMinute, newYorkMinute, newYorkWeekday } from './wall-clock.ts';

/** What a feature says of quarters of an hour that close at these moments. */
function atCloses(spec: FeatureSpec, moments: readonly string[]): number[] {
  const bars = moments.map((at) => sampleBar({ openTimeUtcMs: Date.parse(at) - 900_000, close: 1 }));
  const out = new Float64Array(bars.length);
  spec.fill(columnsOfBars(bars, { timeframe: 'M15' }), out);
  return [...out];
}

const clock = (hour: number, minute = 0): number => 60 * hour + minute;

test('New York opens at 09:30 of its own wall, before and after both changes of its clocks', () => {
  const openings = ['2021-03-12T14:30Z', '2021-03-15T13:30Z', '2021-11-05T13:30Z', '2021-11-08T14:30Z'];
  expect(atCloses(newYorkMinute, openings)).toEqual(openings.map(() => clock(9, 30)));
});

test('London opens at 08:00 of its own wall, before and after both changes of its clocks', () => {
  const openings = ['2021-03-26T08:00Z', '2021-03-29T07:00Z', '2021-10-29T07:00Z', '2021-11-01T08:00Z'];
  expect(atCloses(londonMinute, openings)).toEqual(openings.map(() => clock(8)));
});

test('in the weeks between their changes the two are four hours apart, else five', () => {
  const noons = [
    '2021-03-10T12:00Z',
    '2021-03-17T12:00Z',
    '2021-03-31T12:00Z',
    '2021-11-03T12:00Z',
    '2021-11-10T12:00Z',
  ];
  const london = atCloses(londonMinute, noons);
  const hoursApart = atCloses(newYorkMinute, noons).map((minute, index) => ((london[index] ?? NaN) - minute) / 60);
  expect(hoursApart).toEqual([5, 4, 5, 4, 5]);
});

test('the hour that does not exist is passed over, the one that comes twice is told twice', () => {
  const spring = ['2021-03-14T06:45Z', '2021-03-14T07:00Z', '2021-03-28T00:45Z', '2021-03-28T01:00Z'];
  expect(atCloses(newYorkMinute, spring).slice(0, 2)).toEqual([clock(1, 45), clock(3)]);
  expect(atCloses(londonMinute, spring).slice(2)).toEqual([clock(0, 45), clock(2)]);
  const autumn = ['2021-11-07T05:30Z', '2021-11-07T06:30Z', '2021-10-31T00:30Z', '2021-10-31T01:30Z'];
  expect(atCloses(newYorkMinute, autumn).slice(0, 2)).toEqual([clock(1, 30), clock(1, 30)]);
  expect(atCloses(londonMinute, autumn).slice(2)).toEqual([clock(1, 30), clock(1, 30)]);
});

test('a bar that closes at midnight closes at minute 0 of the new day; the week is New York’s', () => {
  const closes = ['2021-06-04T20:45Z', '2021-06-04T21:00Z', '2021-06-06T22:15Z', '2021-06-07T04:00Z'];
  expect(atCloses(newYorkMinute, closes)).toEqual([clock(16, 45), clock(17), clock(18, 15), 0]);
  expect(atCloses(newYorkWeekday, closes)).toEqual([5, 5, 0, 1]);
});
