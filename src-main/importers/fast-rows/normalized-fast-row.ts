import type { FastRowReader } from './fast-row.ts';

const comma = 0x2c;

/** `time_utc_ms,open,high,low,close,tick_volume,spread_points` */
export const normalizedFastRow = (): FastRowReader => (cursor, row) => {
  row.stampMs = cursor.integer();
  cursor.pass(comma);
  row.open = cursor.decimal();
  cursor.pass(comma);
  row.high = cursor.decimal();
  cursor.pass(comma);
  row.low = cursor.decimal();
  cursor.pass(comma);
  row.close = cursor.decimal();
  cursor.pass(comma);
  // A volume of zero is unknown, as is an empty one.
  row.tickVolume = cursor.has(comma) ? Number.NaN : cursor.integer() || Number.NaN;
  cursor.pass(comma);
  row.spreadPoints = cursor.isAtLineEnd ? Number.NaN : cursor.decimal();
  cursor.passLineEnd();
};
