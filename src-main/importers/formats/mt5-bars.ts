import type { BarFormat, RowParser } from '../file-format.ts';
import { count, decimal, timeOfDay } from './field-patterns.ts';
import { knownVolume } from './known-volume.ts';
import { dayReader, timeOfDayMs } from './wall-clock.ts';

/**
 * What the terminal writes under View → Symbols → Bars → Export: tab separated, CRLF, prices with the symbol's digits, real volume (left out
 * here), spread in points. Daily bars have no time. Some programs that pass the file on lose the header's brackets.
 */
export const mt5Bars: BarFormat = {
  yields: 'bars',
  name: 'MT5 bar export',
  example: '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>',
  clock: 'asked',
  notes: [],
  matches: ([firstLine = '']) => header.test(firstLine),
  headerLines: () => 1,
  rowParser: ([firstLine = '']) => parser(firstLine.includes('TIME') ? timedRow : dailyRow),
};

const header =
  /^(?:<DATE>\t(?:<TIME>\t)?<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>|DATE\t(?:TIME\t)?OPEN\tHIGH\tLOW\tCLOSE\tTICKVOL\tVOL\tSPREAD)$/;

const date = String.raw`(\d{4})\.(\d\d)\.(\d\d)`;
const figures = [decimal, decimal, decimal, decimal, count, String.raw`\d+`, String.raw`(\d{1,9})`].join('\t');
const timedRow = new RegExp(`^${date}\t${timeOfDay}\t${figures}$`);
/** The same groups, those of the time empty. */
const dailyRow = new RegExp(`^${date}()()()\t${figures}$`);

function parser(row: RegExp): RowParser {
  const dayStampMs = dayReader();
  return (line) => {
    const fields = row.exec(line);
    if (fields === null) return null;
    const [, year = '', month = '', day = '', hours, minutes, seconds, open, high, low, close, volume, spread] = fields;
    return {
      stampMs: dayStampMs(year, month, day) + timeOfDayMs(Number(hours), Number(minutes), Number(seconds ?? 0)),
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
      tickVolume: knownVolume(Number(volume)),
      spreadPoints: Number(spread),
    };
  };
}
