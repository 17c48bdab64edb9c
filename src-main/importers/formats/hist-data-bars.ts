import type { BarFormat } from '../file-format.ts';
import { count, decimal } from './field-patterns.ts';
import { mostRows } from './most-rows.ts';
import { textRowParser } from './text-row.ts';

/** HistData's "Generic ASCII" minutes: no header, semicolons, a volume that is always 0 and so unknown. */
export const histDataBars: BarFormat = {
  yields: 'bars',
  name: 'HistData ASCII M1',
  example: '20260101 180500;25252.260000;25256.860000;25250.660000;25254.260000;0',
  clock: { rule: 'utc-5:00', why: 'HistData states Eastern Standard Time without daylight saving for all its files' },
  notes: [],
  matches: (head) => mostRows(head, row),
  headerLines: () => 0,
  rowParser: () => textRowParser(row),
};

const row = new RegExp(
  String.raw`^(\d{4})(\d\d)(\d\d) (\d\d)(\d\d)(\d\d);${[decimal, decimal, decimal, decimal, count].join(';')}$`,
);
