import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { serverMs } from '#main/protocol/server-ms.ts';
import type { WireTick } from '#main/protocol/tick-codec.ts';

/** Where public market data lies on a developer's machine; none of it is ever committed. */
const folder = process.env.ATS_TEST_DATA ?? resolve(import.meta.dirname, '../../../../shared/data');

export const hasRealTicks = (file: string): boolean => existsSync(join(folder, 'ticks', file));

/** Quotes of a normalised tick file (`time_utc_ms,bid,ask,…`), oldest first; its stamps stand in for a server's. */
export function readRealTicks(file: string): readonly WireTick[] {
  const text = gunzipSync(readFileSync(join(folder, 'ticks', file))).toString('utf8');
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [time, bid, ask] = line.split(',').map(Number);
      return { stampMs: serverMs(time ?? Number.NaN), bid: bid ?? Number.NaN, ask: ask ?? Number.NaN };
    });
}
