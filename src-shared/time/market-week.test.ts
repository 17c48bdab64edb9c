import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utcMs } from '../units/utc-ms.ts';
import { newYorkWeekMs } from './market-week.ts';

const hourMs = 3_600_000;

const at = (iso: string) => utcMs(Date.parse(iso));

test.each([
  ['2025-01-05T22:00Z', 17, 'the Sunday open of foreign exchange in winter'],
  ['2025-07-06T21:00Z', 17, 'the Sunday open of foreign exchange in summer'],
  ['2025-03-09T22:00Z', 18, 'the Sunday open of metals on the day the clocks go forward'],
  ['2025-11-02T22:00Z', 17, 'the Sunday open of foreign exchange on the day the clocks go back'],
  ['2025-01-10T22:00Z', 5 * 24 + 17, 'the Friday close in winter'],
  ['2025-01-05T05:00Z', 0, 'the week’s first moment'],
  ['1970-01-01T05:00Z', 4 * 24, 'a Thursday before the epoch’s first Sunday'],
])('%s is hour %i of New York’s week: %s', (iso, hour) => {
  expect(newYorkWeekMs(at(iso)) / hourMs).toBe(hour);
});

test('it agrees with the platform’s calendar of New York at any moment', () => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/New_York',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  const anyMoment = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2099, 11, 29) }).map(utcMs);
  fc.assert(
    fc.property(anyMoment, (moment) => {
      const minutes = Math.floor(newYorkWeekMs(moment) / 60_000);
      const clock = [Math.floor(minutes / 60) % 24, minutes % 60]
        .map((part) => String(part).padStart(2, '0'))
        .join(':');
      expect(`${days[Math.floor(minutes / 1440)]} ${clock}`).toBe(format.format(moment));
    }),
  );
});
