import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lots } from '#shared/units/lots.ts';
import { ageOf } from './age.ts';
import { countdownText, spanOf } from './countdown-text.ts';
import { noValue } from './formats.ts';
import { priceText, volumeText } from './price-text.ts';
import { dateText, minuteText, shortStampText, stampText, timeText, zoneText } from './time-text.ts';

test('a price has the symbol’s digits', () => {
  expect(priceText(1.1632, { digits: 5 })).toBe('1.16320');
  expect(priceText(4210, { digits: 2 })).toBe('4210.00');
  expect(priceText(null, { digits: 2 })).toBe(noValue);
});

test('a volume has the decimals of its step', () => {
  expect(volumeText(0.5, { volumeStep: lots(0.01) })).toBe('0.50');
  expect(volumeText(3, { volumeStep: lots(1) })).toBe('3');
  expect(volumeText(0.3, { volumeStep: lots(0.1) })).toBe('0.3');
});

test('a countdown reads zero only when nothing is left', () => {
  expect([1, 999, 1000, 1001, 59_000, 300_000].map(countdownText)).toEqual([
    '0:01',
    '0:01',
    '0:01',
    '0:02',
    '0:59',
    '5:00',
  ]);
  expect(countdownText(4 * 3_600_000)).toBe('4:00:00');
  expect([0, -5000].map(countdownText)).toEqual(['0:00', '0:00']);
});

test('a countdown never grows as time passes', () => {
  const secondsOf = (text: string): number => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  fc.assert(
    fc.property(fc.nat(20_000_000), fc.nat(5000), (left, passed) => {
      expect(secondsOf(countdownText(left - passed))).toBeLessThanOrEqual(secondsOf(countdownText(left)));
    }),
  );
});

test('an age never reads older than it is', () => {
  const unitMs = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
  fc.assert(
    fc.property(fc.nat(400_000_000), (elapsedMs) => {
      const { unit, amount } = ageOf(elapsedMs);
      expect(amount * unitMs[unit]).toBeLessThanOrEqual(elapsedMs);
    }),
  );
  expect([ageOf(59_999), ageOf(60_000), ageOf(7_200_000)]).toEqual([
    { unit: 'seconds', amount: 59 },
    { unit: 'minutes', amount: 1 },
    { unit: 'hours', amount: 2 },
  ]);
});

const at = Date.UTC(2025, 11, 3, 4, 5, 6);

test('stamps are written alike in every language, from the longest to the shortest', () => {
  expect([
    stampText(at, 'utc'),
    dateText(at, 'utc'),
    timeText(at, 'utc'),
    minuteText(at, 'utc'),
    shortStampText(at, 'utc'),
  ]).toEqual(['2025-12-03 04:05:06', '2025-12-03', '04:05:06', '04:05', '12-03 04:05']);
});

test('local times follow the offset of their own date, and say which it is', () => {
  const [before, zone] = [process.env.TZ, 'Europe/Berlin'];
  process.env.TZ = zone;
  try {
    const [winter, summer] = [Date.UTC(2025, 0, 15, 12), Date.UTC(2025, 6, 15, 12)];
    expect([minuteText(winter, 'local'), zoneText(winter, 'local')]).toEqual(['13:00', 'UTC+01:00']);
    expect([minuteText(summer, 'local'), zoneText(summer, 'local')]).toEqual(['14:00', 'UTC+02:00']);
    expect(zoneText(winter, 'utc')).toBe('UTC');
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
});

test('what is far off is said to the minute, with days in front', () => {
  expect([0, 59_999, 47 * 60_000, 6 * 3_600_000 + 14 * 60_000].map((left) => spanOf(left).time)).toEqual([
    '0:00',
    '0:00',
    '0:47',
    '6:14',
  ]);
  expect(spanOf(54 * 3_600_000)).toEqual({ days: 2, time: '06:00' });
  expect(spanOf(-1)).toEqual({ days: 0, time: '0:00' });
});
