import { expect, test } from 'vitest';
import { dukascopyBars } from './dukascopy-bars.ts';
import { dukascopyNodeBars } from './dukascopy-node-bars.ts';
import { histDataBars } from './hist-data-bars.ts';
import { mt4Bars } from './mt4-bars.ts';
import { mt5Bars } from './mt5-bars.ts';
import { namedColumnBars } from './named-column-bars.ts';
import { describeStamps, stampOf } from './stamps.suite.ts';

const iso = (year: string, month: string, day: string): string => `${year}-${month}-${day}`;
const dotted = (year: string, month: string, day: string): string => `${year}.${month}.${day}`;

describeStamps(mt5Bars, {
  head: [mt5Bars.example],
  row: '2024.02.29\t02:07:00\t1.5\t1.6\t1.4\t1.5\t82\t0\t3',
  day: '2024.02.29',
  time: '02:07',
  dayOf: dotted,
});

describeStamps(mt4Bars, {
  head: [],
  row: '2024.02.29,02:07,1.5,1.6,1.4,1.5,82',
  day: '2024.02.29',
  time: '02:07',
  dayOf: dotted,
});

describeStamps(histDataBars, {
  head: [],
  row: '20240229 020700;1.5;1.6;1.4;1.5;0',
  day: '20240229',
  time: '020700',
  dayOf: (...parts) => parts.join(''),
});

describeStamps(dukascopyBars, {
  head: ['Gmt time,Open,High,Low,Close,Volume'],
  row: '29.02.2024 02:07:00.000,1.5,1.6,1.4,1.5,82.5',
  day: '29.02.2024',
  time: '02:07',
  dayOf: (year, month, day) => `${day}.${month}.${year}`,
});

const namedHead = ['time,open,high,low,close,tick_volume', '2024-02-29 02:07:00,1.5,1.6,1.4,1.5,82'];
describeStamps(namedColumnBars, {
  head: namedHead,
  row: namedHead[1] ?? '',
  day: '2024-02-29',
  time: '02:07',
  dayOf: iso,
});

const bar = { open: 1.5, high: 1.6, low: 1.4, close: 1.45, tickVolume: null, spreadPoints: null };

test('HistData: a bar has prices alone, its volume of zero is unknown, and its clock is the site’s word', () => {
  expect(histDataBars.rowParser([])('20260101 180500;1.500000;1.600000;1.400000;1.450000;0')).toEqual({
    ...bar,
    stampMs: Date.UTC(2026, 0, 1, 18, 5),
  });
  expect(histDataBars.clock).toMatchObject({ rule: 'utc-5:00' });
});

test('MT4: the volume counts ticks, and there is no spread', () => {
  const parse = mt4Bars.rowParser([]);
  expect(parse('2014.01.01,22:00,1.5,1.6,1.4,1.45,308')).toEqual({
    ...bar,
    stampMs: Date.UTC(2014, 0, 1, 22),
    tickVolume: 308,
  });
  expect(parse('2014.01.01,22:00,1.5,1.6,1.4,1.45,0')).toMatchObject({ tickVolume: null });
});

test('Dukascopy in GMT: the stamp is UTC, and the turnover is not taken for a count of ticks', () => {
  const parse = dukascopyBars.rowParser(['Gmt time,Open,High,Low,Close,Volume']);
  expect(parse('01.01.2023 22:00:00.000,1.5,1.6,1.4,1.45,1373.0000')).toEqual({
    ...bar,
    stampMs: Date.UTC(2023, 0, 1, 22),
  });
  expect(dukascopyBars.notes).toMatchObject([{ code: 'VOLUME_NOT_TICKS' }]);
});

test.each([
  ['31.12.2006 19:00:00.000 GMT-0500', Date.UTC(2007, 0, 1)],
  ['29.03.2023 20:00:00.000 GMT-0400', Date.UTC(2023, 2, 30)],
  ['01.07.2023 05:45:00.000 GMT+0545', Date.UTC(2023, 6, 1)],
])('Dukascopy in local time: %s is read by the offset of its own row', (stamp, stampMs) => {
  const parse = dukascopyBars.rowParser(['Local time,Open,High,Low,Close,Volume']);
  expect(parse(`${stamp},1.5,1.6,1.4,1.45,2.5`)).toEqual({ ...bar, stampMs });
  expect(parse('31.12.2006 19:00:00.000,1.5,1.6,1.4,1.45,2.5')).toBeNull();
});

test('Dukascopy: rows that stand still without volume fill a closed market; a quiet bar with volume does not', () => {
  const parse = dukascopyBars.rowParser(['Gmt time,Open,High,Low,Close,Volume']);
  const still = '01.01.2023 22:00:00.000,1.5,1.5,1.5,1.5';
  expect([parse(`${still},0`), parse(`${still},0.0000`), stampOf(parse(`${still},13.5`))]).toEqual([
    'marketClosed',
    'marketClosed',
    Date.UTC(2023, 0, 1, 22),
  ]);
  expect(stampOf(parse('01.01.2023 22:00:00.000,1.5,1.6,1.5,1.5,0'))).toBe(Date.UTC(2023, 0, 1, 22));
});

test('dukascopy-node: the stamp is milliseconds UTC, with a volume or without', () => {
  const parse = dukascopyNodeBars.rowParser([]);
  const expected = { ...bar, stampMs: 1_483_228_800_000 };
  expect(parse('1483228800000,1.5,1.6,1.4,1.45,352.85')).toEqual(expected);
  expect(parse('1483228800000,1.5,1.6,1.4,1.45')).toEqual(expected);
  expect(parse('1483228800000,1.5,1.5,1.5,1.5,0')).toBe('marketClosed');
  expect(parse('1483228800000,1.5,1.5,1.5,1.5')).toMatchObject({ open: 1.5 });
  expect(parse('2017-01-01,1.5,1.6,1.4,1.45,352.85')).toBeNull();
});

test.each([
  [
    'a date and a time in one column',
    'time,open,high,low,close,tick_volume',
    '2024-02-29 02:07:00,1.5,1.6,1.4,1.45,82',
  ],
  ['the letter T between them', 'datetime,open,high,low,close,volume', '2024-02-29T02:07:00.000,1.5,1.6,1.4,1.45,82'],
  ['two columns', 'Date,Time,Open,High,Low,Close,TickVol', '2024-02-29,02:07,1.5,1.6,1.4,1.45,82'],
  ['another order', 'Close,Open,High,Low,Volume,Date', '1.45,1.5,1.6,1.4,82,2024.02.29 02:07'],
  ['semicolons', 'date;open;high;low;close;vol', '2024/02/29 02:07;1.5;1.6;1.4;1.45;82'],
  ['whole lines in quotes', '"Time\tOpen\tHigh\tLow\tClose\tVolume"', '"2024-02-29 02:07:00\t1.5\t1.6\t1.4\t1.45\t82"'],
  ['columns of other names', 'time,symbol,open,high,low,close,volume', '2024-02-29 02:07,X,1.5,1.6,1.4,1.45,82'],
])('named columns: %s', (_, header, row) => {
  expect(namedColumnBars.rowParser([header, row])(row)).toEqual({
    ...bar,
    stampMs: Date.UTC(2024, 1, 29, 2, 7),
    tickVolume: 82,
  });
});

test('named columns: a date alone is midnight', () => {
  const head = ['Date,open,high,low,close', '2024-02-29,1.5,1.6,1.4,1.45'];
  expect(namedColumnBars.rowParser(head)(head[1] ?? '')).toEqual({ ...bar, stampMs: Date.UTC(2024, 1, 29) });
});

test('named columns: a spread may be there, and may be empty', () => {
  const head = ['date,open,high,low,close,tick_volume,spread', '2024-02-29,1.5,1.6,1.4,1.45,82,3'];
  const parse = namedColumnBars.rowParser(head);
  expect(
    [head[1] ?? '', '2024-02-29,1.5,1.6,1.4,1.45,82,0', '2024-02-29,1.5,1.6,1.4,1.45,,'].map((line) => parse(line)),
  ).toMatchObject([
    { tickVolume: 82, spreadPoints: 3 },
    { tickVolume: 82, spreadPoints: 0 },
    { tickVolume: null, spreadPoints: null },
  ]);
  expect(parse('2024-02-29,1.5,1.6,1.4,1.45,82,wide')).toBeNull();
  expect(parse('2024-02-29,1.5,1.6,1.4,1.45,many,3')).toBeNull();
});

test('named columns: a volume in fractions of lots is no count of ticks, for no row of the file', () => {
  const head = [
    'date,open,high,low,close,volume',
    '2024-02-29,1.5,1.6,1.4,1.45,82',
    '2024-03-01,1.5,1.6,1.4,1.45,82.25',
  ];
  expect(namedColumnBars.rowParser(head)(head[1] ?? '')).toMatchObject({ tickVolume: null });
});

test('named columns: prices that a program multiplied are read with their noise', () => {
  const head = [
    'Date,open,high,low,close,tick_volume',
    '2012-11-26 20:00:00,129613.0,130053.0,129587.00000000001,129934.0,6871',
  ];
  expect(namedColumnBars.rowParser(head)(head[1] ?? '')).toMatchObject({ low: 129_587.000_000_000_01 });
});
