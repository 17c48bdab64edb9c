import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';

let market: TemporaryMarket;

beforeEach(() => {
  market = temporaryMarket();
});

afterEach(() => {
  market[Symbol.dispose]();
});

const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'M5', source: 'import', anchor: 'hour' };
const bars = sampleBars({ count: 40_000, timeframe: 'M5' });
const key = { contentHash: 'c0ffee', reading: 'gold' };

/** Lets the importer work until it has said so many lines, kills it, and answers how far it said that it came. */
async function killImporterAfter(lineCount: number): Promise<number> {
  const script = fileURLToPath(new URL('./tireless-importer.suite.ts', import.meta.url));
  const importer = spawn(process.execPath, [script, market.folder.path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let committed = 0;
  let lines = 0;
  for await (const line of createInterface(importer.stdout)) {
    committed = Number(line);
    if (++lines === lineCount) importer.kill('SIGKILL');
  }
  if (importer.signalCode === null) await once(importer, 'exit');
  expect(importer.signalCode).toBe('SIGKILL');
  return committed;
}

test('an import that is killed between and inside its slices goes on where it stands, and misses and repeats nothing', async () => {
  market.store[Symbol.dispose]();
  let before = 0;
  for (const lineCount of [1, 30, 120]) {
    const said = await killImporterAfter(lineCount);
    const { bars: store, imports, outboxDepth } = market.reopen();
    const committed = imports.find(key)?.recordsCommitted ?? 0;
    expect(committed).toBeGreaterThanOrEqual(said);
    expect(committed).toBeGreaterThan(before);
    const stored = store.read({ series, beforeUtcMs: endOfTimeUtcMs, limit: 100_000 });
    expect(stored).toEqual(bars.slice(0, committed));
    expect(store.summaries()).toMatchObject([{ count: committed }]);
    expect(outboxDepth()).toBe(1);
    expect(market.rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    before = committed;
    market.store[Symbol.dispose]();
  }
});
