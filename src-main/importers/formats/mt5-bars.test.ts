import { expect, test } from 'vitest';
import { mt5Bars } from './mt5-bars.ts';
import { stampOf } from './stamps.suite.ts';

const timed = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';
const daily = '<DATE>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';
const row = '2025.12.03\t02:07:00\t4210.08\t4210.21\t4209.32\t4209.50\t82\t0\t23';

test('its header is known with brackets or without, with a time or without', () => {
  const withoutBrackets = [timed, daily].map((header) => header.replaceAll(/[<>]/g, ''));
  expect([timed, daily, ...withoutBrackets].map((line) => mt5Bars.matches([line]))).toEqual([true, true, true, true]);
});

test.each([
  ['the tick export', '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>'],
  ['commas', timed.replaceAll('\t', ',')],
  ['a column more', `${timed}\t<MORE>`],
  ['half of its brackets', timed.replace('<DATE>', 'DATE')],
  ['a row', row],
  ['nothing', ''],
])('%s is not its header', (_, firstLine) => {
  expect(mt5Bars.matches([firstLine])).toBe(false);
});

test('a row is read with its stamp on the file’s own clock, real volume left out', () => {
  expect(mt5Bars.rowParser([timed])(row)).toEqual({
    stampMs: Date.UTC(2025, 11, 3, 2, 7),
    open: 4210.08,
    high: 4210.21,
    low: 4209.32,
    close: 4209.5,
    tickVolume: 82,
    spreadPoints: 23,
  });
});

test('a daily row has no time and opens at midnight', () => {
  const parse = mt5Bars.rowParser([daily]);
  expect(parse('2025.12.03\t4210.08\t4230.21\t4199.32\t4209.50\t98213\t0\t0')).toEqual({
    stampMs: Date.UTC(2025, 11, 3),
    open: 4210.08,
    high: 4230.21,
    low: 4199.32,
    close: 4209.5,
    tickVolume: 98_213,
    spreadPoints: 0,
  });
  expect(parse(row)).toBeNull();
});

test('a tick volume of zero is unknown, since a bar without a tick cannot be; a spread of zero is a spread', () => {
  const parsed = mt5Bars.rowParser([timed])(row.replace('\t82\t0\t23', '\t0\t0\t0'));
  expect(parsed).toMatchObject({ tickVolume: null, spreadPoints: 0 });
});

test.each([
  ['a column is missing', row.replace('\t0\t23', '\t23')],
  ['a column is added', `${row}\t1`],
  ['a price is a word', row.replace('4210.08', 'n/a')],
  ['a price is empty', row.replace('4210.08', '')],
  ['a price has a sign', row.replace('4210.08', '-4210.08')],
  ['a price has an exponent', row.replace('4210.08', '4.21e3')],
  ['a price has a comma', row.replace('4210.08', '4210,08')],
  ['a price has no end', row.replace('4210.08', '9'.repeat(400))],
  ['the volume is a fraction', row.replace('\t82\t', '\t82.5\t')],
  ['the date has dashes', row.replace('2025.12.03', '2025-12-03')],
  ['the line is quoted', `"${row}"`],
  ['it is the header again', timed],
])('where %s there is no row', (_, line) => {
  expect(mt5Bars.rowParser([timed])(line)).toBeNull();
});

test('29 February of a leap year is a day, and seconds may be left out', () => {
  const parse = mt5Bars.rowParser([timed]);
  expect(stampOf(parse(row.replace('2025.12.03', '2024.02.29')))).toBe(Date.UTC(2024, 1, 29, 2, 7));
  expect(stampOf(parse(row.replace('02:07:00', '02:07')))).toBe(Date.UTC(2025, 11, 3, 2, 7));
});
