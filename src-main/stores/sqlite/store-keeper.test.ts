import Database from 'better-sqlite3';
import { copyFileSync, existsSync, openSync, readdirSync, statSync, writeSync, closeSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../temporary-stores.suite.ts';
import { openMarketStore, type MarketStore } from './market/open-market-store.ts';

let stores: TemporaryStores;

beforeEach(() => {
  stores = temporaryStores();
  stores.clock.setMarket(null);
});

afterEach(() => {
  stores[Symbol.dispose]();
});

const keeperEntry = new URL('./store-keeper-thread.suite.ts', import.meta.url);
const patience = { timeout: 15_000, interval: 20 };
const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'M1', source: 'import', anchor: 'hour' };
const bars = sampleBars({ count: 30_000 });

const open = (entry = keeperEntry): MarketStore =>
  valueOf(openMarketStore(stores.folder, { ...stores.context, marketClock: stores.clock.market, keeperEntry: entry }));

const logBytes = (): number => statSync(`${stores.folder.marketFile}-wal`).size;
const fileBytes = (): number => statSync(stores.folder.marketFile).size;

test('what was written moves into the file beside the writer, and a log at rest is cut to nothing', async () => {
  using market = open();
  const empty = fileBytes();
  market.bars.append(series, bars);
  expect(logBytes()).toBeGreaterThan(1_000_000);
  expect(fileBytes()).toBe(empty);
  await expect.poll(fileBytes, patience).toBeGreaterThan(1_000_000);
  await expect.poll(logBytes, patience).toBe(0);
  market.bars.append(series, sampleBars({ count: 1, startUtcMs: Date.UTC(2030, 0, 1) }));
  expect(market.bars.summaries()).toMatchObject([{ count: 30_001 }]);
});

test('after closing the file stands alone, however soon it is closed', async () => {
  for (const wait of [0, 1, 100]) {
    const market = open();
    market.bars.append(series, bars.slice(0, 10));
    await new Promise((resolve) => setTimeout(resolve, wait));
    market[Symbol.dispose]();
    market[Symbol.dispose]();
    expect(readdirSync(stores.folder.path)).toEqual(['market.db']);
  }
  expect(stores.lines).toEqual([]);
});

test('where no keeper can be started the writer makes its checkpoints itself', async () => {
  using market = open(new URL('./missing.ts', import.meta.url));
  await expect
    .poll(() => stores.lines, patience)
    .toMatchObject([{ level: 'error', facts: { file: stores.folder.marketFile } }]);
  for (let from = 0; from < bars.length; from += 50) market.bars.append(series, bars.slice(from, from + 50));
  expect(fileBytes()).toBeGreaterThan(1_000_000);
});

/** A copy of the files as they stand while the writer has them open: what a kill leaves. */
function leaveOpen(): void {
  const market = open();
  market.bars.append(series, bars);
  const { folder } = stores;
  const names = ['market.db', 'market.db-wal'];
  for (const name of names) copyFileSync(path.join(folder.path, name), path.join(folder.path, `${name}.left`));
  market[Symbol.dispose]();
  for (const name of names) copyFileSync(path.join(folder.path, `${name}.left`), path.join(folder.path, name));
}

test('a file that was left open is looked through, and is well', async () => {
  leaveOpen();
  using market = open();
  expect(market.bars.summaries()).toMatchObject([{ count: 30_000 }]);
  await expect.poll(() => existsSync(`${stores.folder.marketFile}-wal`) && logBytes(), patience).toBe(0);
  expect([market.damage(), stores.lines]).toEqual([null, []]);
});

test('damage that nobody has read yet is found after an end without closing, and the file is left as it is', async () => {
  open()[Symbol.dispose]();
  {
    using market = open();
    market.bars.append(series, bars);
  }
  scribble(stores.folder.marketFile, Math.floor(fileBytes() / 2 / 4096) * 4096);
  const writer = new Database(stores.folder.marketFile);
  writer.pragma('journal_mode = WAL');
  writer.exec('CREATE TABLE kept (value INTEGER); DROP TABLE kept');
  using market = open();
  writer.close();
  await expect
    .poll(() => market.damage(), patience)
    .toMatchObject({
      code: 'STORE_DAMAGED',
      message: expect.stringContaining('folder backups') as string,
      facts: { file: stores.folder.marketFile },
    });
  expect(stores.lines).toMatchObject([{ level: 'error', message: 'a store is damaged' }]);
});

function scribble(file: string, at: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(4096, 0xa5), 0, 4096, at);
  closeSync(handle);
}
