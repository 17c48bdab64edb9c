import { expect, test } from 'vitest';
import { utcMs } from '../units/utc-ms.ts';
import { barCloses } from './bar-close.ts';

const at = (iso: string) => utcMs(Date.parse(iso));

test('a bar that is cut on the UTC hour closes one length after it opened', () => {
  const closes = barCloses({ timeframe: 'M15', anchor: 'hour' });
  expect(closes(at('2024-03-10T07:00Z'))).toBe(at('2024-03-10T07:15Z'));
});

test('a day closes at the next midnight of the broker: 23 and 25 hours where New York changes its clocks', () => {
  const closes = barCloses({ timeframe: 'D1', anchor: 'ny+7' });
  const days = ['2024-03-08T22:00Z', '2024-03-09T22:00Z', '2024-03-10T21:00Z', '2024-11-02T21:00Z'];
  expect(days.map((day) => new Date(closes(at(day))).toISOString())).toEqual([
    '2024-03-09T22:00:00.000Z',
    '2024-03-10T21:00:00.000Z',
    '2024-03-11T21:00:00.000Z',
    '2024-11-03T22:00:00.000Z',
  ]);
});

test('four hours and half hours of a clock with a fixed offset are cut on its own hours', () => {
  expect(barCloses({ timeframe: 'H4', anchor: 'utc-3:30' })(at('2024-01-01T03:30Z'))).toBe(at('2024-01-01T07:30Z'));
  expect(barCloses({ timeframe: 'H1', anchor: 'utc-3:30' })(at('2024-01-01T03:30Z'))).toBe(at('2024-01-01T04:30Z'));
});
