import type { RowParser } from '../file-format.ts';
import { knownVolume } from './known-volume.ts';
import { dayReader, timeOfDayMs } from './wall-clock.ts';

/** Rows without a spread whose groups are year, month, day, hours, minutes, seconds (or none), the four prices and the tick volume. */
export function textRowParser(row: RegExp): RowParser {
  const dayStampMs = dayReader();
  return (line) => {
    const fields = row.exec(line);
    if (fields === null) return null;
    const [, year = '', month = '', day = '', hours, minutes, seconds, open, high, low, close, volume] = fields;
    return {
      stampMs: dayStampMs(year, month, day) + timeOfDayMs(Number(hours), Number(minutes), Number(seconds ?? 0)),
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
      tickVolume: knownVolume(Number(volume)),
      spreadPoints: null,
    };
  };
}
