import type { BarFormat, RowParser } from '../file-format.ts';
import { count, decimal } from './field-patterns.ts';
import { knownVolume } from './known-volume.ts';

const header = 'time_utc_ms,open,high,low,close,tick_volume,spread_points';

/** Our own plain form: stamps in milliseconds UTC, an empty volume or spread is unknown, a spread of 0 is a real value. */
export const normalizedBars: BarFormat = {
  yields: 'bars',
  name: 'normalized CSV',
  example: header,
  clock: 'inStamps',
  notes: [],
  matches: ([firstLine]) => firstLine === header,
  headerLines: () => 1,
  rowParser: () => parseRow,
};

const row = new RegExp(`^${[count, decimal, decimal, decimal, decimal, `${count}?`, `${decimal}?`].join(',')}$`);

const parseRow: RowParser = (line) => {
  const fields = row.exec(line);
  if (fields === null) return null;
  const [, stamp, open, high, low, close, tickVolume, spread] = fields;
  return {
    stampMs: Number(stamp),
    open: Number(open),
    high: Number(high),
    low: Number(low),
    close: Number(close),
    tickVolume: tickVolume === undefined ? null : knownVolume(Number(tickVolume)),
    spreadPoints: spread === undefined ? null : Number(spread),
  };
};
