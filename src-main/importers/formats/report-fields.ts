import { dayMs, timeOfDayMs } from './wall-clock.ts';

const amount = /^-?\d{1,3}(?: ?\d{3})*(?:\.\d{1,8})?$|^-?\d{1,15}(?:\.\d{1,8})?$/;

/** '-1 335.49' as reports write it, thousands apart. NaN where it is no number, so that a schema refuses it. */
export const amountOf = (text: string): number => (amount.test(text) ? Number(text.replaceAll(' ', '')) : Number.NaN);

/** An amount whose column older terminals do not have. */
export const amountOrZero = (text: string): number => (text === '' ? 0 : amountOf(text));

/** A stop, a target or a price that need not be there. */
export function priceOrNull(text: string): number | null {
  if (text === '' || text === 'market') return null;
  const value = amountOf(text);
  return value === 0 ? null : value;
}

const stamp = /^(\d{4})\.(\d\d)\.(\d\d) (\d\d):(\d\d)(?::(\d\d))?$/;

/** '2016.08.05 04:43:02' on the server's clock, or NaN. */
export function stampOf(text: string): number {
  const [matched, year = '', month = '', day = '', hours, minutes, seconds = '0'] = stamp.exec(text) ?? [];
  if (matched === undefined) return Number.NaN;
  return dayMs(year, month, day) + timeOfDayMs(Number(hours), Number(minutes), Number(seconds));
}

/** '1.00 / 0.00': asked and filled. */
export function volumesOf(text: string): { readonly asked: number; readonly filled: number } {
  const [asked = '', filled = ''] = text.split(' / ');
  return { asked: amountOf(asked), filled: amountOf(filled) };
}
