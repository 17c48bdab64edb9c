import type { BarFormat } from '../file-format.ts';
import { count, decimal, timeOfDay } from './field-patterns.ts';
import { mostRows } from './most-rows.ts';
import { textRowParser } from './text-row.ts';

/** What MT4's history centre exports: no header, date and time in two columns, tick volume, no spread. Of the server's clock, as in MT5. */
export const mt4Bars: BarFormat = {
  yields: 'bars',
  name: 'MT4 history centre',
  example: '2014.01.01,22:00,1.06399,1.0648,1.06398,1.06448,308',
  clock: 'asked',
  notes: [],
  matches: (head) => mostRows(head, row),
  headerLines: () => 0,
  rowParser: () => textRowParser(row),
};

const row = new RegExp(
  String.raw`^(\d{4})\.(\d\d)\.(\d\d),${timeOfDay},${[decimal, decimal, decimal, decimal, count].join(',')}$`,
);
