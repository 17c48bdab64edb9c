import type { BarFormat, RowParser } from '../file-format.ts';
import { dukascopyRow, volumeIsTurnover } from './dukascopy-row.ts';
import { decimal } from './field-patterns.ts';

/** What the dukascopy-node tool writes: stamps in milliseconds UTC, a volume where it was asked for. */
export const dukascopyNodeBars: BarFormat = {
  yields: 'bars',
  name: 'dukascopy-node CSV',
  example: 'timestamp,open,high,low,close,volume',
  clock: 'inStamps',
  notes: [volumeIsTurnover],
  // Other programs write the same header over stamps of another kind: a row has to agree.
  matches: ([firstLine = '', ...lines]) => header.test(firstLine) && lines.some((line) => row.test(line)),
  headerLines: () => 1,
  rowParser: () => parseRow,
};

const header = /^timestamp,open,high,low,close(?:,volume)?$/;
const row = new RegExp(String.raw`^(\d{12,14}),${decimal},${decimal},${decimal},${decimal}(?:,${decimal})?$`);

const parseRow: RowParser = (line) => {
  const fields = row.exec(line);
  if (fields === null) return null;
  const [, stamp, open, high, low, close, volume] = fields;
  return dukascopyRow({ stampMs: Number(stamp), open, high, low, close, volume });
};
