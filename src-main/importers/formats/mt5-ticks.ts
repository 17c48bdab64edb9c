import type { TickFormat, TickRowParser } from '../file-format.ts';
import { decimal } from './field-patterns.ts';
import { dayReader, timeOfDayMs } from './wall-clock.ts';

/**
 * What the terminal writes under View → Symbols → Ticks → Export: tab separated, CRLF, a price that did not change is empty. The last price
 * and its volume are left out: they are of exchanges, and a quote is bid and ask.
 */
export const mt5Ticks: TickFormat = {
  yields: 'ticks',
  name: 'MT5 tick export',
  example: '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>',
  clock: 'asked',
  notes: [],
  matches: ([firstLine = '']) => header.test(firstLine),
  headerLines: () => 1,
  rowParser: () => parser(),
};

const header =
  /^(?:<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>(?:\t<FLAGS>)?|DATE\tTIME\tBID\tASK\tLAST\tVOLUME(?:\tFLAGS)?)$/;

const perhaps = `${decimal}?`;
const row = new RegExp(
  String.raw`^(\d{4})\.(\d\d)\.(\d\d)\t(\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?\t${perhaps}\t${perhaps}\t${perhaps}\t${perhaps}(?:\t\d*)?$`,
);

function parser(): TickRowParser {
  const dayStampMs = dayReader();
  return (line) => {
    const fields = row.exec(line);
    if (fields === null) return null;
    const [, year = '', month = '', day = '', hours, minutes, seconds, milliseconds = '0', bid, ask] = fields;
    const timeMs = timeOfDayMs(Number(hours), Number(minutes), Number(seconds)) + Number(milliseconds);
    return { stampMs: dayStampMs(year, month, day) + timeMs, bid: known(bid), ask: known(ask) };
  };
}

/** A price of zero is how a tick without one is written by some builds. */
const known = (price: string | undefined): number | null =>
  price === undefined || Number(price) === 0 ? null : Number(price);
