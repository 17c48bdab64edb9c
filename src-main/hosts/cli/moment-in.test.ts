import { expect, test } from 'vitest';
import { momentIn } from './moment-in.ts';

test.each([
  ['2020-03-16T13:00Z', Date.UTC(2020, 2, 16, 13)],
  ['2020-03-16T13:00:30Z', Date.UTC(2020, 2, 16, 13, 0, 30)],
  ['2020-02-29T00:00:00.250Z', Date.UTC(2020, 1, 29) + 250],
])('%s is a moment', (text, at) => {
  expect(momentIn(text)).toBe(at);
});

test.each([
  '',
  'now',
  '2020-03-16',
  '2020-03-16T13:00',
  '2020-03-16T13:00+02:00',
  '2021-02-29T00:00Z',
  '2020-03-16T25:00Z',
])('“%s” is none', (text) => {
  expect(() => momentIn(text)).toThrow('such as 2020-03-16T13:00Z');
});
