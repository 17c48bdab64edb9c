import { once } from 'node:events';
import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { emptyBarColumns } from '#shared/market/bar-columns.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { temporaryStores, valueOf } from '../../temporary-stores.suite.ts';
import { openMarketStore } from './open-market-store.ts';

const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'M1', source: 'import', anchor: 'hour' };
const sliceLength = 1000;
const slices = 1600;

/** Bars of the calmest market there is: what they say does not matter here. */
function calmBars(length: number) {
  const columns = emptyBarColumns(length);
  columns.length = length;
  for (let index = 0; index < length; index++) columns.openTimeUtcMs[index] = 1.4e12 + index * 60_000;
  for (const column of [columns.open, columns.high, columns.low, columns.close]) column.fill(2000.01);
  return columns;
}

test(
  'fifty readers that always overlap neither hold up the writer nor let the log grow without a bound',
  { timeout: 120_000 },
  async () => {
    using stores = temporaryStores();
    stores.clock.setMarket(null);
    const keeperEntry = new URL('../store-keeper-thread.suite.ts', import.meta.url);
    using market = valueOf(
      openMarketStore(stores.folder, { ...stores.context, marketClock: stores.clock.market, keeperEntry }),
    );
    const isStopped = new Int32Array(new SharedArrayBuffer(4));
    const file = stores.folder.marketFile;
    const readers = new Worker(new URL('./fifty-readers.suite.ts', import.meta.url), {
      workerData: { file, isStopped },
      execArgv: [],
    });
    await once(readers, 'online');
    const columns = calmBars(slices * sliceLength);
    let logBytesMax = 0;
    for (let from = 0; from < columns.length; from += sliceLength) {
      market.bars.appendColumns(series, columns, { from, to: from + sliceLength });
      logBytesMax = Math.max(logBytesMax, statSync(`${file}-wal`).size);
      // A writer that never rests would be done between two rounds of the keeper's on a busy machine.
      await sleep(2);
    }
    Atomics.store(isStopped, 0, 1);
    const [seen] = (await once(readers, 'message')) as [{ readonly reads: number }];
    expect(seen).toMatchObject({ torn: 0, stepsBack: 0 });
    expect(seen.reads).toBeGreaterThan(50);
    expect(market.bars.summaries()).toMatchObject([{ count: columns.length }]);
    // Without the keeper it becomes as long as all that was written: 164 MB.
    expect(logBytesMax).toBeLessThan(120e6);
  },
);
