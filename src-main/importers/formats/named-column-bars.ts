import type { BarFormat, RawBar, RowParser } from '../file-format.ts';
import { knownVolume } from './known-volume.ts';
import { dayReader, timeOfDayMs } from './wall-clock.ts';

/**
 * Tables of many programs: a header that names the columns in any case, order and separator, a date, or date and time, as the server's or the
 * program's clock had it. Whole lines may be wrapped in quotes. Columns with other names are left alone.
 */
export const namedColumnBars: BarFormat = {
  yields: 'bars',
  name: 'CSV with named columns',
  example: 'time,open,high,low,close,tick_volume',
  clock: 'asked',
  notes: [],
  matches: (head) => columnsOf(head) !== null,
  headerLines: () => 1,
  rowParser: (head) => {
    const columns = columnsOf(head);
    return columns === null ? () => null : parser(columns, hasTickVolume(head, columns));
  },
};

const names = {
  day: ['date', 'datetime', 'date_time', 'time', 'timestamp'],
  time: ['time'],
  open: ['open'],
  high: ['high'],
  low: ['low'],
  close: ['close'],
  volume: ['tick_volume', 'tickvolume', 'tickvol', 'volume', 'vol'],
  spread: ['spread', 'spread_points'],
} as const;

interface Columns {
  readonly separator: string;
  readonly count: number;
  readonly day: number;
  /** Null where the day's column holds the time too, or there is none. */
  readonly time: number | null;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number | null;
  readonly spread: number | null;
}

const separators = ['\t', ';', ','] as const;
const dateAndTime = /^(\d{4})([.\-/])(\d\d)\2(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?(?:\.0+)?)?$/;
const timeAlone = /^(\d\d):(\d\d)(?::(\d\d))?$/;
const number = /^\d{1,12}(?:\.\d{1,15})?$/;

/** By the header, and by a row that has a date where the header says so. Null where the file is something else. */
function columnsOf([firstLine = '', ...lines]: readonly string[]): Columns | null {
  const header = unquoted(firstLine);
  const separator = separators.find((one) => header.includes(one));
  if (separator === undefined) return null;
  const titles = header.split(separator).map((title) => title.trim().toLowerCase().replaceAll(/[<>"]/g, ''));
  const columnOf = (known: readonly string[]): number | null => {
    const column = known.map((name) => titles.indexOf(name)).find((index) => index >= 0);
    return column ?? null;
  };
  const [day, open, high, low, close] = [names.day, names.open, names.high, names.low, names.close].map(columnOf);
  if (day == null || open == null || high == null || low == null || close == null) return null;
  if (!lines.some((line) => dateAndTime.test(unquoted(line).split(separator)[day] ?? ''))) return null;
  const time = columnOf(names.time);
  return {
    separator,
    count: titles.length,
    day,
    time: time === day ? null : time,
    open,
    high,
    low,
    close,
    volume: columnOf(names.volume),
    spread: columnOf(names.spread),
  };
}

/** A column of that name that has fractions holds lots or units. */
function hasTickVolume([, ...lines]: readonly string[], { volume, separator }: Columns): boolean {
  if (volume === null) return false;
  return lines.every((line) => !/\.0*[1-9]/.test(unquoted(line).split(separator)[volume] ?? ''));
}

function parser(columns: Columns, isVolumeOfTicks: boolean): RowParser {
  const dayStampMs = dayReader();
  return (line) => {
    const fields = unquoted(line).split(columns.separator);
    if (fields.length !== columns.count) return null;
    const field = (column: number | null): string => (column === null ? '' : (fields[column] ?? ''));
    const prices = [columns.open, columns.high, columns.low, columns.close].map(field);
    const stamp = stampFields(field(columns.day), columns.time === null ? null : field(columns.time));
    if (stamp === null || !prices.every((text) => number.test(text))) return null;
    const [open = Number.NaN, high = Number.NaN, low = Number.NaN, close = Number.NaN] = prices.map(Number);
    const spread = field(columns.spread);
    if (spread !== '' && !number.test(spread)) return null;
    const volume = volumeOf(field(columns.volume), isVolumeOfTicks);
    if (volume === 'malformed') return null;
    const { year, month, day, hours, minutes, seconds } = stamp;
    return {
      stampMs: dayStampMs(year, month, day) + timeOfDayMs(hours, minutes, seconds),
      open,
      high,
      low,
      close,
      tickVolume: volume,
      spreadPoints: spread === '' ? null : Number(spread),
    };
  };
}

function volumeOf(text: string, isVolumeOfTicks: boolean): RawBar['tickVolume'] | 'malformed' {
  if (text === '') return null;
  if (!number.test(text)) return 'malformed';
  return isVolumeOfTicks && Number.isInteger(Number(text)) ? knownVolume(Number(text)) : null;
}

interface StampFields {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

function stampFields(dayText: string, timeText: string | null): StampFields | null {
  const date = dateAndTime.exec(dayText);
  const time = timeText === null ? null : timeAlone.exec(timeText);
  if (date === null || (timeText !== null && time === null)) return null;
  const [, year = '', , month = '', day = '', ...own] = date;
  const [hours = '0', minutes = '0', seconds = '0'] = time === null ? own : time.slice(1);
  return { year, month, day, hours: Number(hours), minutes: Number(minutes), seconds: Number(seconds) };
}

const unquoted = (line: string): string =>
  line.length > 1 && line.startsWith('"') && line.endsWith('"') ? line.slice(1, -1) : line;
