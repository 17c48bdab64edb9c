import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { Bar } from '#shared/market/bar.ts';
import { price } from '#shared/units/price.ts';
import { mt5BarFile } from '#main/testkit/bar-file.ts';
import { inMarketHours } from '#main/testkit/in-market-hours.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { importBars, type ImportReport, type ImportRequest } from './import-bars.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ats-import-bars-'));
});
afterAll(() => rm(folder, { recursive: true }));

const gold = inMarketHours(sampleBars({ count: 14 * 24, timeframe: 'H1', startUtcMs: Date.UTC(2024, 0, 8) }), {
  closeHour: 17,
  openHour: 18,
});
const [first] = gold;

async function request(bars: readonly Bar[], barStore: Pick<BarStore, 'append'>, more: Partial<ImportRequest> = {}) {
  const path = join(folder, 'bars.csv');
  await writeFile(path, mt5BarFile({ bars, clock: 'ny+7' }));
  return importBars({ path, symbol: 'XAUUSD', clock: 'ny+7', source: 'import', barStore, ...more });
}

async function report(...wish: Parameters<typeof request>): Promise<ImportReport> {
  const result = await request(...wish);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

test('stores the bars of a file under the series that they belong to, and the second time none', async () => {
  const barStore = createMemoryBarStore();
  const expected = {
    symbol: 'XAUUSD',
    timeframe: 'H1',
    anchor: 'hour',
    source: 'import',
    format: 'MT5 bar export',
    read: gold.length,
    inserted: gold.length,
    duplicates: 0,
    refused: { count: 0, byReason: {}, sample: [] },
    disagreements: { count: 0, sample: [] },
    backSteps: 0,
    firstUtcMs: first?.openTimeUtcMs,
    lastUtcMs: gold.at(-1)?.openTimeUtcMs,
    warnings: [],
  };
  expect(await report(gold, barStore)).toEqual(expected);
  expect(await report(gold, barStore)).toEqual({ ...expected, inserted: 0, duplicates: gold.length });
  expect(barStore.summaries()).toEqual([
    {
      series: { symbol: 'XAUUSD', timeframe: 'H1', source: 'import', anchor: 'hour' },
      count: gold.length,
      firstUtcMs: first?.openTimeUtcMs,
      lastUtcMs: gold.at(-1)?.openTimeUtcMs,
    },
  ]);
});

test('a longer file adds what is new', async () => {
  const barStore = createMemoryBarStore();
  await report(gold.slice(0, 100), barStore);
  expect(await report(gold, barStore)).toMatchObject({ inserted: gold.length - 100, duplicates: 100 });
});

test('bars that say otherwise than the stored ones are reported, and the stored ones stay', async () => {
  const barStore = createMemoryBarStore();
  await report(gold, barStore);
  const changed = gold.map((bar, index) => (index < 2 ? { ...bar, high: price(bar.high + 1) } : bar));
  const second = await report(changed, barStore);
  expect(second).toMatchObject({
    read: gold.length,
    inserted: 0,
    duplicates: gold.length - 2,
    disagreements: { count: 2, sample: [{ stored: first, offered: changed[0] }, {}] },
    warnings: [
      {
        code: 'BARS_DISAGREE',
        message:
          'Bars that are stored with other figures from this source: 2, the first at 2024-01-08T00:00:00.000Z. The stored ones stay.',
      },
    ],
  });
});

test('every row is accounted for once', async () => {
  const barStore = createMemoryBarStore();
  await report(gold.slice(10, 20), barStore);
  const path = join(folder, 'odd.csv');
  const [header, ...rows] = mt5BarFile({ bars: gold, clock: 'ny+7' }).split('\r\n').slice(0, -1);
  const contradiction = rows[15]?.replace(/\t\d+$/, '\t999');
  await writeFile(
    path,
    [header, ...rows.slice(16), contradiction, ...rows.slice(0, 15), 'x', rows[3], ''].join('\r\n'),
  );
  const { read, inserted, duplicates, disagreements, refused } = await report([], barStore, { path });
  expect({ read, sum: inserted + duplicates + disagreements.count + refused.count }).toEqual({
    read: gold.length + 2,
    sum: gold.length + 2,
  });
  expect({ duplicates, disagreements: disagreements.count, refused: refused.count }).toEqual({
    duplicates: 10,
    disagreements: 1,
    refused: 1,
  });
});

test('nothing is stored of a file that turns out to be cut', async () => {
  const barStore = createMemoryBarStore();
  const path = join(folder, 'cut.csv.gz');
  const whole = gzipSync(mt5BarFile({ bars: sampleBars({ count: 5000 }), clock: 'ny+7' }));
  await writeFile(path, whole.subarray(0, whole.length - 100));
  expect(await request([], barStore, { path })).toMatchObject({ ok: false, error: { code: 'FILE_TRUNCATED' } });
  expect(barStore.summaries()).toEqual([]);
});

test('a store that does not take the bars ends in a fault that says why', async () => {
  const append = (): never => {
    throw new Error('disk full');
  };
  expect(await request(gold, { append })).toEqual({
    ok: false,
    error: {
      code: 'IMPORT_FAILED',
      message:
        'The bars could not be stored: disk full. Nothing was imported, and what was stored before is untouched.',
      facts: { symbol: 'XAUUSD', bars: gold.length },
    },
  });
});

test.each([
  ['the terminal’s source', { source: 'terminal' }],
  ['no source', { source: '' }],
  ['no symbol', { symbol: '' }],
  ['an endless symbol', { symbol: 'X'.repeat(65) }],
])('%s is refused before the file is read', async (_, names) => {
  const result = await importBars({
    path: join(folder, 'nowhere'),
    symbol: 'XAUUSD',
    clock: 'ny+7',
    source: 'import',
    barStore: createMemoryBarStore(),
    ...names,
  });
  expect(result).toMatchObject({ ok: false, error: { code: 'VALUE_INVALID' } });
});
