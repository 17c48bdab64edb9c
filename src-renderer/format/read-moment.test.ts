import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMoment } from './read-moment.ts';
import { stampText } from './time-text.ts';

const { TZ: before } = process.env;

beforeAll(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterAll(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

test('a moment is read in the zone in which moments are shown', () => {
  expect(readMoment(' 2020-03-16 13:00 ', 'utc')).toBe(Date.UTC(2020, 2, 16, 13));
  expect(readMoment('2020-03-16T13:00', 'local')).toBe(Date.UTC(2020, 2, 16, 12));
  expect(readMoment('2020-07-16', 'local')).toBe(Date.UTC(2020, 6, 15, 22));
});

test('what is no moment is none', () => {
  const texts = ['', 'now', '2020-02-30', '2020-13-01', '2020-01-01 24:00', '2020-01-01 9:00', '16.03.2020'];
  expect(texts.map((text) => readMoment(text, 'utc'))).toEqual(texts.map(() => null));
});

test('what is shown to the minute reads back as the same minute', () => {
  // Without the hour that comes twice in autumn.
  const isTwice = (at: number): boolean => new Date(at).getUTCMonth() === 9;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30_000_000 }), fc.constantFrom('utc', 'local'), (minute, zone) => {
      const at = minute * 60_000;
      fc.pre(!isTwice(at));
      expect(readMoment(stampText(at, zone).slice(0, 16), zone)).toBe(at);
    }),
  );
});
