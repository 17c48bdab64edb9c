import type { BarFormat, RowParser } from '../file-format.ts';
import { count, decimal } from './field-patterns.ts';
import { knownVolume } from './known-volume.ts';
import { mostRows } from './most-rows.ts';
import { dayReader, timeOfDayMs } from './wall-clock.ts';

/** HistData's "Generic ASCII" minutes: no header, semicolons, a volume that is always 0 and so unknown. */
export const histDataBars: BarFormat = {
  yields: 'bars',
  name: 'HistData ASCII M1',
  example: '20260101 180500;25252.260000;25256.860000;25250.660000;25254.260000;0',
  clock: { rule: 'utc-5:00', why: 'HistData states Eastern Standard Time without daylight saving for all its files' },
  notes: [],
  matches: (head) => mostRows(head, row),
  headerLines: () => 0,
  rowParser: () => parser(),
};

const row = new RegExp(
  String.raw`^(\d{4})(\d\d)(\d\d) (\d\d)(\d\d)(\d\d);${[decimal, decimal, decimal, decimal, count].join(';')}$`,
);

function parser(): RowParser {
  const dayStampMs = dayReader();
  return (line) => {
    const fields = row.exec(line);
    if (fields === null) return null;
    const [, year = '', month = '', day = '', hours, minutes, seconds, open, high, low, close, volume] = fields;
    return {
      stampMs: dayStampMs(year, month, day) + timeOfDayMs(Number(hours), Number(minutes), Number(seconds)),
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
      tickVolume: knownVolume(Number(volume)),
      spreadPoints: null,
    };
  };
}
