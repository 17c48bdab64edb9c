import type { FastRowReader } from './fast-row.ts';

const [tab, dot, colon] = [0x09, 0x2e, 0x3a];
const spreadDigitsMax = 9;
/** Days that every month has: of the others the calendar has to be asked. */
const daysOfEveryMonth = 28;

/** `2025.12.03<tab>00:07:00<tab>` and the figures, as the terminal exports. Rows follow each other, so the calendar is asked once a day. */
export function mt5FastRow(): FastRowReader {
  let recentDate = 0;
  let recentDayMs = 0;
  return (cursor, row) => {
    const year = cursor.fixed(4);
    cursor.pass(dot);
    const month = cursor.fixed(2);
    cursor.pass(dot);
    const day = cursor.fixed(2);
    cursor.pass(tab);
    const hours = cursor.fixed(2);
    cursor.pass(colon);
    const minutes = cursor.fixed(2);
    let seconds = 0;
    if (cursor.has(colon)) {
      cursor.pass(colon);
      seconds = cursor.fixed(2);
    }
    cursor.pass(tab);
    row.open = cursor.decimal();
    cursor.pass(tab);
    row.high = cursor.decimal();
    cursor.pass(tab);
    row.low = cursor.decimal();
    cursor.pass(tab);
    row.close = cursor.decimal();
    cursor.pass(tab);
    // A volume of zero is unknown.
    row.tickVolume = cursor.integer() || Number.NaN;
    cursor.pass(tab);
    cursor.integer();
    cursor.pass(tab);
    row.spreadPoints = cursor.integer(spreadDigitsMax);
    cursor.passLineEnd();
    if (cursor.hasFailed) return;
    const date = year * 10_000 + month * 100 + day;
    if (date !== recentDate) {
      recentDate = date;
      recentDayMs = dayStampMs(year, month, day);
    }
    const isOnClock = hours < 24 && minutes < 60 && seconds < 60;
    row.stampMs = isOnClock ? recentDayMs + (hours * 3600 + minutes * 60 + seconds) * 1000 : Number.NaN;
  };
}

/** NaN for a day that no calendar has, or of the years that `Date` takes for another century's. */
function dayStampMs(year: number, month: number, day: number): number {
  if (year < 1900 || month < 1 || month > 12 || day < 1) return Number.NaN;
  const stampMs = Date.UTC(year, month - 1, day);
  return day <= daysOfEveryMonth || new Date(stampMs).getUTCDate() === day ? stampMs : Number.NaN;
}
