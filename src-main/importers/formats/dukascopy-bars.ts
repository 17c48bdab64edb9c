import type { BarFormat, RowParser } from '../file-format.ts';
import { decimal } from './field-patterns.ts';
import { dukascopyRow, volumeIsTurnover } from './dukascopy-row.ts';
import { dayReader, timeOfDayMs } from './wall-clock.ts';

const minuteMs = 60_000;

/**
 * JForex's candle export. Its stamps are in GMT, or local with the offset of the day in each row: either way the file says what they mean,
 * through all changes of daylight saving.
 */
export const dukascopyBars: BarFormat = {
  yields: 'bars',
  name: 'Dukascopy candles',
  example: 'Gmt time,Open,High,Low,Close,Volume',
  clock: 'inStamps',
  notes: [volumeIsTurnover],
  matches: ([firstLine = '']) => header.test(firstLine),
  headerLines: () => 1,
  rowParser: ([firstLine = '']) => parser(firstLine.startsWith('Gmt') ? gmtRow : localRow),
};

const header = /^(?:Gmt|Local) time,Open,High,Low,Close,Volume ?$/;

const stamp = String.raw`(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)\.(\d{3})`;
const figures = [decimal, decimal, decimal, decimal, decimal].join(',');
/** The groups of an offset are there in both and empty here: an offset of nothing. */
const gmtRow = new RegExp(`^${stamp}()()(),${figures}$`);
const localRow = new RegExp(String.raw`^${stamp} GMT([+-])(\d\d)(\d\d),${figures}$`);

function parser(row: RegExp): RowParser {
  const dayStampMs = dayReader();
  return (line) => {
    const fields = row.exec(line);
    if (fields === null) return null;
    const [, day = '', month = '', year = '', hours, minutes, seconds, milliseconds, sign, ...rest] = fields;
    const [offsetHours, offsetMinutes, open, high, low, close, volume] = rest;
    const offsetMs = (Number(offsetHours) * 60 + Number(offsetMinutes)) * minuteMs * (sign === '-' ? -1 : 1);
    const timeMs = timeOfDayMs(Number(hours), Number(minutes), Number(seconds)) + Number(milliseconds);
    const stampMs = dayStampMs(year, month, day) + timeMs - offsetMs;
    return dukascopyRow({ stampMs, open, high, low, close, volume });
  };
}
