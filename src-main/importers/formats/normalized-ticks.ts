import type { TickFormat, TickRowParser } from '../file-format.ts';
import { count, decimal } from './field-patterns.ts';

const headers = ['time_utc_ms,bid,ask', 'time_utc_ms,bid,ask,bid_vol,ask_vol'];

/** Our own plain form: stamps in milliseconds UTC, both prices in each row. Volumes of a quote are left out. */
export const normalizedTicks: TickFormat = {
  yields: 'ticks',
  name: 'normalized tick CSV',
  example: 'time_utc_ms,bid,ask',
  clock: 'inStamps',
  notes: [],
  matches: ([firstLine = '']) => headers.includes(firstLine),
  headerLines: () => 1,
  rowParser: ([firstLine = '']) => parser(firstLine === headers[0] ? plainRow : rowWithVolumes),
};

const prices = [count, decimal, decimal].join(',');
const plainRow = new RegExp(`^${prices}$`);
const rowWithVolumes = new RegExp(`^${prices},${decimal}?,${decimal}?$`);

const parser =
  (row: RegExp): TickRowParser =>
  (line) => {
    const fields = row.exec(line);
    if (fields === null) return null;
    const [, stamp, bid, ask] = fields;
    return { stampMs: Number(stamp), bid: Number(bid), ask: Number(ask) };
  };
