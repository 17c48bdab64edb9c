import { expect, test } from 'vitest';
import { formatsOf, noValue } from './formats.ts';

const [en, ru] = [formatsOf('en'), formatsOf('ru')];

test('money follows the language, with a typographic minus', () => {
  expect(en.money(-25_000.5)).toBe('\u221225,000.50');
  expect(ru.money(-25_000.5)).toBe('\u221225\u00a0000,50');
});

test('a signed amount shows its plus, and zero has no sign', () => {
  expect([en.signedMoney(12.3), en.signedMoney(-12.3), en.signedMoney(0)]).toEqual(['+12.30', '\u221212.30', '0.00']);
  expect(en.signedMoney(-0.001)).toBe('0.00');
});

test('ratios, multiples and points', () => {
  expect(en.percent(0.01234)).toBe('1.23\u202f%');
  expect(en.percent(12.5, 0)).toBe('1,250\u202f%');
  expect(en.signedPercent(-0.0002)).toBe('\u22120.02\u202f%');
  expect(en.signedMultiple(1.255)).toBe('+1.26\u202fR');
  expect(en.multiple(0.05)).toBe('0.05\u202fR');
  expect([en.points(8), en.signedPoints(-12.25)]).toEqual(['8', '\u221212.3']);
  expect(en.figure(0.123456)).toBe('0.12346');
});

test('what is not known is never a number', () => {
  for (const unknown of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect([en.money(unknown), en.percent(unknown), en.signedMultiple(unknown)]).toEqual([noValue, noValue, noValue]);
  }
});

test('sizes and lengths of time have the unit that fits', () => {
  expect([0, 950, 41_200, 412_000_000, 3_450_000_000].map(en.bytes)).toEqual([
    '0 byte',
    '950 byte',
    '41.2 kB',
    '412 MB',
    '3.5 GB',
  ]);
  expect([en.duration(18.4), en.duration(1440), en.bytes(null)]).toEqual(['18 ms', '1.4 sec', noValue]);
  expect([ru.bytes(412_000_000), ru.duration(1440)]).toEqual(['412 МБ', '1,4 с']);
});
