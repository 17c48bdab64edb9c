import { writeSync } from 'node:fs';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { createDataFolder } from '../../data-folder/data-folder.ts';
import { temporaryStores, valueOf } from '../../temporary-stores.suite.ts';
import { barColumnsOf } from './bar-columns-of.ts';
import { openMarketStore } from './open-market-store.ts';

/**
 * A second process for the kill test: stores slices with how far they came in the folder that its argument names, goes on where the one
 * before it stopped, and says after each commit how far that is, until it is killed.
 */
const { folder, context, clock } = temporaryStores(process.argv[2]);
valueOf(createDataFolder(folder.path));
const keeperEntry = new URL('../store-keeper-thread.suite.ts', import.meta.url);
const market = valueOf(openMarketStore(folder, { ...context, marketClock: clock.market, keeperEntry }));
const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'M5', source: 'import', anchor: 'hour' };
const key = { contentHash: 'c0ffee', reading: 'gold' };
const sliceLength = 7;
/** Long lines, so that the pipe is soon full and nobody comes far before the one who kills has read. */
const lineBytes = 1023;
const bars = sampleBars({ count: 40_000, timeframe: 'M5' });
const columns = barColumnsOf(bars);
if (market.imports.find(key) === null)
  market.imports.begin({
    ...key,
    name: 'gold.csv',
    sizeBytes: 1,
    startedAtUtcMs: context.wallClock.nowUtcMs(),
    body: null,
  });
let from = market.imports.find(key)?.recordsCommitted ?? 0;
for (; from < columns.length; from += sliceLength) {
  const to = Math.min(columns.length, from + sliceLength);
  market.imports.advance(key, () => {
    market.bars.appendColumns(series, columns, { from, to });
    return { recordsCommitted: to, body: null };
  });
  writeSync(1, `${String(to).padEnd(lineBytes)}\n`);
}
