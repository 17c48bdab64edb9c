import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { RunProgress } from '#shared/contract/backtest.ts';
import { barSeriesSchema } from '#shared/market/bar-series.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { createBacktests, type BacktestRuns, type BacktestWish } from './create-backtests.ts';
import { openDataFolder } from './open-data-folder.ts';
import { temporaryDataFolder, type TemporaryFolder } from './while-cockpit-runs.suite.ts';

let folder: TemporaryFolder;
let backtests: BacktestRuns;

const valueOf = <T>(result: Result<T, Fault>): T => {
  assert(result.ok, () => JSON.stringify(result));
  return result.value;
};

/** Gold's hours and four hours that another broker cut, and quarters of the euro: stored by the real store. */
async function fill(): Promise<void> {
  await using opened = valueOf(await openDataFolder(folder.path, 'cli'));
  const store = (symbol: string, timeframe: Timeframe, anchor: string, count: number): void => {
    const series = barSeriesSchema.parse({ symbol, timeframe, source: 'import', anchor });
    opened.stores.market.bars.append(series, sampleBars({ count, timeframe, seed: symbol.length }));
  };
  store('XAUUSD', 'H1', 'hour', 6000);
  store('XAUUSD', 'H4', 'eet', 500);
  store('US100', 'M15', 'hour', 8000);
}

beforeAll(async () => {
  folder = temporaryDataFolder();
  await fill();
  backtests = createBacktests(folder.path);
});

afterAll(() => {
  folder[Symbol.dispose]();
});

const quietly = { onProgress: () => undefined, signal: new AbortController().signal, workers: 2 };
const wish = (changes: Partial<BacktestWish> = {}): BacktestWish => ({
  scenario: 'B',
  symbols: ['XAUUSD'],
  ...changes,
});
const kept = (): readonly string[] =>
  existsSync(path.join(folder.path, 'runs')) ? readdirSync(path.join(folder.path, 'runs')).sort() : [];

test('a wish is played over what is stored, and its record says on what and by which rules', async () => {
  const record = valueOf(await backtests.run(wish(), quietly));
  expect(record).toMatchObject({
    wish: { scenario: 'B', symbols: ['XAUUSD'], seed: 1, source: null },
    parameters: { B: { timeframe: 'H4' } },
    terms: { balance: 10_000, clockRule: 'ny+7', account: { currency: 'USD' } },
    data: [{ symbol: 'XAUUSD', pieces: [{ timeframe: 'H1', bars: 6000 }], instrumentSource: 'default' }],
    shadow: {},
  });
  expect(record.notes.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['ANCHOR_LEFT_OUT', 'INSTRUMENT_DEFAULT']),
  );
  expect(record.withoutDelay).not.toBeNull();
  expect(valueOf(backtests.read(record.runId))).toEqual(record);
  expect(valueOf(backtests.read('latest'))).toEqual(record);
  expect(valueOf(await backtests.repeat(record.runId, quietly)).hashes).toEqual(record.hashes);
});

test('both scenarios run under governance, each also alone; a symbol too coarse for one is left to the other', async () => {
  const record = valueOf(await backtests.run({ scenario: 'both' }, quietly));
  expect(record.wish.symbols).toEqual(['US100', 'XAUUSD']);
  expect(Object.keys(record.shadow)).toEqual(['A', 'B']);
  expect(record.notes.filter(({ code }) => code === 'DATA_TOO_COARSE')).toMatchObject([{ symbol: 'XAUUSD' }]);
});

test('settings of the folder stand behind a wish, and a repeat does not ask them again', async () => {
  const settings = path.join(folder.path, 'settings.json');
  const said = { scenarioB: { stopAtr: 3 }, instruments: { XAUUSD: { terms: { commissionPerLotSide: 9 } } } };
  writeFileSync(settings, JSON.stringify(said));
  const record = valueOf(await backtests.run(wish({ set: { riskRatio: 0.005 } }), quietly));
  writeFileSync(settings, '{}');
  expect(record).toMatchObject({
    parameters: { B: { stopAtr: 3, riskRatio: 0.005 } },
    data: [{ instrumentSource: 'settings' }],
  });
  expect(valueOf(await backtests.repeat(record.runId, quietly)).hashes.result).toBe(record.hashes.result);
});

test('a run that is cancelled while it loads or plays ends as such, and nothing of it is kept', async () => {
  const before = kept();
  for (const kind of ['loading', 'running'] as const) {
    const cancelling = new AbortController();
    const onProgress = (progress: RunProgress): void => {
      if (progress.kind === kind) cancelling.abort();
    };
    const ended = await backtests.run(wish(), { ...quietly, signal: cancelling.signal, onProgress });
    expect(ended, kind).toMatchObject({ error: { code: 'RUN_CANCELLED' } });
  }
  expect(kept()).toEqual(before);
});

test('what a wish lacks or says wrongly is refused before anything is loaded', async () => {
  const codeOf = async (wrong: BacktestWish): Promise<string | null> => {
    const ended = await backtests.run(wrong, quietly);
    return ended.ok ? null : ended.error.code;
  };
  expect(await codeOf(wish({ symbols: ['GBPUSD'] }))).toBe('DATA_MISSING');
  expect(await codeOf(wish({ balance: -1 }))).toBe('REQUEST_INVALID');
  expect(await codeOf(wish({ costs: { wakingHours: { zone: 'Mars/Phobos' } } }))).toBe('SETTINGS_INVALID');
  expect(await codeOf(wish({ fromUtcMs: 5, toUtcMs: 5 }))).toBe('RANGE_INVALID');
  using empty = temporaryDataFolder();
  expect(await createBacktests(empty.path).run({ scenario: 'B' }, quietly)).toMatchObject({
    error: { code: 'DATA_MISSING', message: expect.stringContaining('No bars are stored yet') as string },
  });
});
