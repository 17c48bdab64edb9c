import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultError } from '#shared/base/fault.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { temporaryStores, valueOf } from '../../temporary-stores.suite.ts';
import { openMarketToRead } from './open-market-to-read.ts';
import { openMarketStore, type MarketStore } from './open-market-store.ts';

/**
 * A second process for the test of full and read-only disks: its argument is a folder on a disk of a few MiB, which is its own. It writes until
 * the disk is full, closes and opens, makes room, goes on, and looks at what is there once the disk is read-only. A line of JSON for each step.
 */
const disk = process.argv[2] ?? '';
const { folder, context, clock, lines } = temporaryStores(disk);
clock.setMarket(null);
const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'M1', source: 'terminal', anchor: 'hour' };
const bars = sampleBars({ count: 200_000 });
const sliceLength = 1000;

const say = (word: object): void => {
  writeSync(1, `${JSON.stringify(word)}\n`);
};
const keeperEntry = new URL('../store-keeper-thread.suite.ts', import.meta.url);
const opening = () => openMarketStore(folder, { ...context, marketClock: clock.market, keeperEntry });
const storedIn = (market: MarketStore): number => market.bars.summaries()[0]?.count ?? 0;

/** Appends slices from where the store stands until a fault comes, or so many are in; answers the fault's code. */
function writeSlices(market: MarketStore, slices: number): string | null {
  try {
    for (let slice = 0; slice < slices; slice++) {
      const from = storedIn(market);
      market.bars.record([{ series, bars: bars.slice(from, from + sliceLength) }], null);
    }
    return null;
  } catch (error) {
    if (error instanceof FaultError) return error.fault.code;
    throw error;
  }
}

const ballast = path.join(disk, 'ballast');
writeFileSync(ballast, Buffer.alloc(3 << 20));
const market = valueOf(opening());
const code = writeSlices(market, 200);
say({ step: 'full', code, again: writeSlices(market, 1), stored: storedIn(market) });
// The keeper finds no room for what is in the log either; it goes on trying, and says so once.
while (lines.length === 0) await sleep(50);
await sleep(1200);
say({ step: 'kept', lines: lines.map(({ level, message }) => `${level}: ${message}`) });
market[Symbol.dispose]();
const reopened = opening();
say({
  step: 'reopened',
  fault: reopened.ok ? null : reopened.error.code,
  stored: reopened.ok ? storedIn(reopened.value) : null,
});
rmSync(ballast);
const roomy = reopened.ok ? reopened.value : valueOf(opening());
say({ step: 'freed', code: writeSlices(roomy, 10), stored: storedIn(roomy) });
roomy[Symbol.dispose]();
execFileSync('mount', ['-o', 'remount,ro', disk]);
const refused = opening();
const reader = valueOf(openMarketToRead(folder, context));
say({ step: 'readOnly', fault: refused.ok ? null : refused.error.code, stored: reader?.bars()[0]?.count });
