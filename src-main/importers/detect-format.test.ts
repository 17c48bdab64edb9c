import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectFormat, fileFormats } from './detect-format.ts';

const heads = {
  'MT5 bar export': [
    ['<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>'],
    ['DATE\tTIME\tOPEN\tHIGH\tLOW\tCLOSE\tTICKVOL\tVOL\tSPREAD', '2015.01.02\t00:00:00\t1\t2\t1\t2\t3\t0\t5'],
    ['DATE\tOPEN\tHIGH\tLOW\tCLOSE\tTICKVOL\tVOL\tSPREAD', '2015.01.02\t1\t2\t1\t2\t3\t0\t5'],
  ],
  'MT5 tick export': [['<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>']],
  'normalized CSV': [['time_utc_ms,open,high,low,close,tick_volume,spread_points', '1,1,1,1,1,,']],
  'normalized tick CSV': [['time_utc_ms,bid,ask'], ['time_utc_ms,bid,ask,bid_vol,ask_vol']],
  'HistData ASCII M1': [
    ['20260101 180500;252.5;253.5;251.5;252;0'],
    ['1 180400;252.5', '20260101 180500;252.5;253.5;251.5;252;0', '20260101 180600;252.5;253.5;251.5;252;0'],
  ],
  'MT4 history centre': [
    ['2014.01.01,22:00,1.06,1.07,1.05,1.06,308'],
    ['', '01,22:00,1', '2014.01.01,22:00,1.06,1.07,1.05,1.06,308', '2014.01.01,23:00,1.06,1.07,1.05,1.06,308'],
  ],
  'Dukascopy candles': [['Gmt time,Open,High,Low,Close,Volume'], ['Local time,Open,High,Low,Close,Volume']],
  'dukascopy-node CSV': [
    ['timestamp,open,high,low,close,volume', '1483228800000,1.05,1.06,1.05,1.05,352.85'],
    ['timestamp,open,high,low,close', '1483228800000,1.05,1.06,1.05,1.05'],
  ],
  'economic calendar CSV': [['time_utc_ms,date,currency,event,impact,check']],
  'MT5 trade history report': [['<html>', '    <title>17: Name - Trade History Report</title>']],
  'MT5 strategy tester report': [
    ['<html>', '<title>Strategy Tester Report</title>', '<meta name="generator" content="MetaTrader 5">'],
  ],
  'MT5 report in another language': [['<title>17: Отчет</title>', '<meta name="generator" content="client terminal">']],
  'CSV with named columns': [
    ['time,open,high,low,close,tick_volume', '2007-06-22 03:00:00,651.3,656.3,650.6,653.9,881'],
    ['Date,open,high,low,close', '2007-06-22,651.3,656.3,650.6,653.9'],
    ['"Time\tOpen\tHigh\tLow\tClose\tVolume"', '"2021-06-24 16:05:00\t1.1\t1.2\t1\t1.1\t260"'],
    ['timestamp,open,high,low,close,volume', '2017-01-01 00:00,1.05,1.06,1.05,1.05,352'],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly string[])[]>>;

test.each(Object.entries(heads))('%s is known by its first lines', (name, each) => {
  expect(each.map((head) => detectFormat(head)?.name)).toEqual(each.map(() => name));
});

test('every format has an example of its own here', () => {
  expect(fileFormats.map(({ name }) => name).toSorted()).toEqual(Object.keys(heads).toSorted());
});

test.each([
  ['a table of something else', ['name,age', 'A,1']],
  ['named columns over stamps that are no dates', ['time,open,high,low,close', '1483228800,1,1,1,1']],
  ['named columns without a row', ['time,open,high,low,close']],
  ['the header of dukascopy-node over seconds', ['timestamp,open,high,low,close,volume', '1483228800,1,1,1,1,1']],
  ['one row of a format among others', ['a', 'b', '2014.01.01,22:00,1.06,1.07,1.05,1.06,308']],
  ['a page of the web', ['<!DOCTYPE html>', '<title>News</title>']],
  ['a blank line', ['']],
])('%s is of no known format', (_, head) => {
  expect(detectFormat(head)).toBeNull();
});

const anyLine = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc
    .array(fc.constantFrom('2024', '.', '-', '02', '29', ' ', '\t', ',', ';', ':', '"', '1.5', '0', 'GMT', 'x'), {
      maxLength: 30,
    })
    .map((parts) => parts.join('')),
);

test('whatever lines a file begins with, the answer is a format or none', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 1, maxLength: 5 }), (head) => {
      expect(fileFormats).toContain(detectFormat(head) ?? fileFormats[0]);
    }),
  );
});

test('whatever a line holds, a parser answers a row, or that it is none', () => {
  const parsers = fileFormats.flatMap((format) => {
    const head = heads[format.name as keyof typeof heads][0];
    return format.yields === 'bars' || format.yields === 'ticks' ? [format.rowParser(head)] : [];
  });
  fc.assert(
    fc.property(anyLine, (line) => {
      for (const parse of parsers) expect([null, 'marketClosed', 'object']).toContain(kindOf(parse(line)));
    }),
  );
});

const kindOf = (row: unknown): unknown => (typeof row === 'object' && row !== null ? 'object' : row);
