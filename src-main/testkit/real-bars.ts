import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { barSchema, type Bar } from '#shared/market/bar.ts';

/** Where public market data lies on a developer's machine; none of it is ever committed. */
export const realDataFolder = process.env.ATS_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data');

/** For `test.skipIf(!hasRealBars(...))`, whose name should then say so (`realBarsTest`). */
export const hasRealBars = (file: string): boolean => existsSync(join(realDataFolder, 'bars', file));

/** A test's name, which says at its head why it is skipped where the data is absent. */
export const realBarsTest = (file: string, name: string): string =>
  hasRealBars(file) ? name : `skipped: no bars/${file} in ATS_TEST_DATA or ../shared/data: ${name}`;

/** A normalised bar file (`time_utc_ms,open,high,low,close,tick_volume,spread_points`), oldest first. */
export function readRealBars(file: string): readonly Bar[] {
  const text = gunzipSync(readFileSync(join(realDataFolder, 'bars', file))).toString('utf8');
  return text.trimEnd().split('\n').slice(1).map(parseLine);
}

function parseLine(line: string): Bar {
  const [time = '', open, high, low, close, volume, spread = ''] = line.split(',');
  return barSchema.parse({
    openTimeUtcMs: Number(time),
    open: Number(open),
    high: Number(high),
    low: Number(low),
    close: Number(close),
    tickVolume: Number(volume),
    spreadPoints: spread.trim() === '' ? null : Number(spread),
  });
}
