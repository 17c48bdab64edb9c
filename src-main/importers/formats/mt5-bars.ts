import type { BarFormat, RowParser } from '../bar-format.ts';
import { count, decimal } from './field-patterns.ts';
import { knownVolume } from './known-volume.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * What the terminal writes under View → Symbols → Bars → Export: tab separated, CRLF, prices with the symbol's digits, real volume (left out
 * here), spread in points. Daily bars have no time. Some programs that pass the file on lose the header's brackets.
 */
export const mt5Bars: BarFormat = {
  name: 'MT5 bar export',
  example: '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>',
  matches: (firstLine) => header.test(firstLine),
  rowParser: (firstLine) => parser(firstLine.includes('TIME') ? timedRow : dailyRow),
};

const header =
  /^(?:<DATE>\t(?:<TIME>\t)?<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>|DATE\t(?:TIME\t)?OPEN\tHIGH\tLOW\tCLOSE\tTICKVOL\tVOL\tSPREAD)$/;

const date = String.raw`(\d{4}\.\d\d\.\d\d)`;
const time = String.raw`(\d\d):(\d\d)(?::(\d\d))?`;
const figures = [decimal, decimal, decimal, decimal, count, String.raw`\d+`, String.raw`(\d{1,9})`].join('\t');
const timedRow = new RegExp(`^${date}\t${time}\t${figures}$`);
/** The same groups, those of the time empty. */
const dailyRow = new RegExp(`^${date}()()()\t${figures}$`);

function parser(row: RegExp): RowParser {
  const dayStampMs = dayReader();
  return (line) => {
    const fields = row.exec(line);
    if (fields === null) return null;
    const [, day = '', hours, minutes, seconds, open, high, low, close, tickVolume, spread] = fields;
    return {
      stampMs: dayStampMs(day) + timeOfDayMs(Number(hours), Number(minutes), Number(seconds ?? 0)),
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
      tickVolume: knownVolume(Number(tickVolume)),
      spreadPoints: Number(spread),
    };
  };
}

const timeOfDayMs = (hours: number, minutes: number, seconds: number): number =>
  hours < 24 && minutes < 60 && seconds < 60 ? hours * hourMs + minutes * minuteMs + seconds * 1000 : Number.NaN;

/** Rows of one day follow each other: a calendar look-up a day, not a row. */
function dayReader(): (day: string) => number {
  let recentDay = '';
  let recentMs = Number.NaN;
  return (day) => {
    if (day !== recentDay) {
      recentDay = day;
      recentMs = dayMs(day);
    }
    return recentMs;
  };
}

/** Of '2025.12.03'. NaN for a day that no calendar has: Date would read 31 February as 3 March. */
function dayMs(day: string): number {
  const stampMs = Date.parse(`${day.replaceAll('.', '-')}T00:00:00Z`);
  const isOnCalendar = !Number.isNaN(stampMs) && new Date(stampMs).getUTCDate() === Number(day.slice(8));
  return isOnCalendar ? stampMs : Number.NaN;
}
