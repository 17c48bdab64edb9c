import { writeSync } from 'node:fs';
import { assert } from '#shared/base/assert.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { openStoresAt, realClocks } from '#main/wiring/open-stores.ts';

/** What a process says that has opened the stores of the folder that its argument names. */
export interface Opened {
  /** Both databases, from the call to their ports. */
  readonly openMs: number;
  /** What the window asks first: the series that there are, and the newest bars of one. */
  readonly firstBarsMs: number;
  /** By how much the process has grown until then. */
  readonly memoryMiB: number;
}

const before = process.memoryUsage.rss();
const startedMs = performance.now();
const opened = openStoresAt(process.argv[2] ?? '', createRecordingLogger().logger, realClocks());
assert(opened.ok, () => JSON.stringify(opened));
const openedMs = performance.now();
const { stores } = opened.value;
const [first] = stores.market.bars.summaries();
if (first !== undefined) {
  const newest = stores.market.bars.read({ series: first.series, beforeUtcMs: endOfTimeUtcMs, limit: 500 });
  assert(newest.length === 500, 'the store is filled');
}
const said: Opened = {
  openMs: openedMs - startedMs,
  firstBarsMs: performance.now() - openedMs,
  memoryMiB: (process.memoryUsage.rss() - before) / 2 ** 20,
};
stores[Symbol.dispose]();
writeSync(1, JSON.stringify(said));
