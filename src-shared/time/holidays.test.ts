import { expect, test } from 'vitest';
import { utcMs } from '../units/utc-ms.ts';
import { holidaysIn, type HolidayKind } from './holidays.ts';

const dayMs = 86_400_000;

const isHoliday = (iso: string, kind: HolidayKind): boolean => {
  const at = Date.parse(iso);
  return holidaysIn({ fromUtcMs: utcMs(at), toUtcMs: utcMs(at + 60_000) }, kind).length > 0;
};

test.each([
  ['2025-12-25T15:00Z', 'Christmas'],
  ['2025-12-24T19:00Z', 'the early close of Christmas Eve'],
  ['2026-01-01T15:00Z', 'New Year'],
  ['2025-12-31T22:30Z', 'the night into the New Year'],
])('everything rests at %s: %s', (iso) => {
  expect(isHoliday(iso, 'closed')).toBe(true);
});

test.each([
  ['2024-03-29T12:00Z', 'Good Friday 2024'],
  ['2025-04-18T12:00Z', 'Good Friday 2025'],
  ['2019-04-19T12:00Z', 'Good Friday 2019'],
  ['2026-01-19T19:00Z', 'Martin Luther King day, in the afternoon'],
  ['2025-02-17T19:00Z', 'Presidents’ day'],
  ['2025-05-26T18:00Z', 'Memorial day'],
  ['2022-06-20T18:00Z', 'Juneteenth of a Sunday, kept on Monday'],
  ['2021-07-05T18:00Z', 'Independence day of a Sunday, kept on Monday'],
  ['2020-07-03T18:00Z', 'Independence day of a Saturday, kept on Friday'],
  ['2025-09-01T18:00Z', 'Labor day'],
  ['2025-11-27T19:00Z', 'Thanksgiving'],
  ['2025-11-28T19:00Z', 'the day after Thanksgiving'],
  ['2022-12-26T15:00Z', 'Christmas of a Sunday, kept on Monday'],
  ['2023-01-02T15:00Z', 'New Year of a Sunday, kept on Monday'],
])('metals and indices rest at %s: %s', (iso) => {
  expect(isHoliday(iso, 'paused')).toBe(true);
  expect(isHoliday(iso, 'closed')).toBe(false);
});

test.each([
  ['2026-01-19T15:00Z', 'the morning of Martin Luther King day'],
  ['2021-06-18T18:00Z', 'Juneteenth before it was a holiday'],
  ['2025-12-23T19:00Z', 'the day before Christmas Eve'],
  ['2025-07-08T19:00Z', 'a day like any other'],
])('everything trades at %s: %s', (iso) => {
  expect(isHoliday(iso, 'closed') || isHoliday(iso, 'paused')).toBe(false);
});

test('a day on which brokers differ may be a holiday', () => {
  expect(isHoliday('2025-04-21T10:00Z', 'possible')).toBe(true);
  expect(isHoliday('2025-12-26T10:00Z', 'possible')).toBe(true);
  expect(isHoliday('2025-03-12T10:00Z', 'possible')).toBe(false);
});

test('a span over years has the holidays of each', () => {
  const from = Date.UTC(2015, 5, 1);
  const found = holidaysIn({ fromUtcMs: utcMs(from), toUtcMs: utcMs(from + 3653 * dayMs) }, 'closed');
  expect(found).toHaveLength(20);
});
