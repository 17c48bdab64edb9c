import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { RunRecord } from '#shared/contract/backtest.ts';
import type { ImportWish } from '#shared/contract/import-report.ts';
import { barSeriesSchema, terminalSource } from '#shared/market/bar-series.ts';
import type { Tick } from '#shared/market/quote.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { realDataFolder } from '#main/testkit/real-bars.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { createBacktests, type BacktestWish } from './create-backtests.ts';
import { importFile } from './import-file.ts';
import { openDataFolder } from './open-data-folder.ts';
import { temporaryDataFolder, type TemporaryFolder } from './while-cockpit-runs.suite.ts';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = temporaryDataFolder();
});

afterEach(() => {
  folder[Symbol.dispose]();
});

const quietly = { onProgress: () => undefined, signal: new AbortController().signal, workers: 1 };

const valueOf = <T>(result: Result<T, Fault>): T => {
  assert(result.ok, () => JSON.stringify(result));
  return result.value;
};

const pieceOf = ({ data }: RunRecord) =>
  data[0]?.pieces.map(({ timeframe, source, bars }) => `${bars} ${timeframe} ${source}`);

const minutes = sampleBars({ count: 5 * 1440, timeframe: 'M1' });

/** Of the middle day each minute's four prices, as ticks. */
const ticks: readonly Tick[] = minutes
  .slice(2 * 1440, 3 * 1440)
  .flatMap((bar) =>
    [bar.open, bar.low, bar.high, bar.close].map((bid, quarter) =>
      sampleQuote({ occurredAtUtcMs: bar.openTimeUtcMs + quarter * 15_000, bid }),
    ),
  );

async function store(source: string | null): Promise<void> {
  await using opened = valueOf(await openDataFolder(folder.path, 'cli'));
  const { bars, ticks: tickStore } = opened.stores.market;
  const series = barSeriesSchema.parse({ symbol: 'XAUUSD', timeframe: 'M1', source: 'import', anchor: 'hour' });
  bars.append(series, minutes);
  const [first, last] = [ticks[0], ticks.at(-1)];
  if (source === null || first === undefined || last === undefined) return;
  const span = { fromUtcMs: first.occurredAtUtcMs, toUtcMs: utcMs(last.occurredAtUtcMs + 1) };
  tickStore.fill({ symbol: 'XAUUSD', source, ...span, ticks });
}

const run = async (changes: Partial<BacktestWish> = {}): Promise<RunRecord> => {
  const wish = { scenario: 'donchian', symbols: ['XAUUSD'], set: { timeframe: 'M15' }, ...changes } as const;
  return valueOf(await createBacktests(folder.path).run(wish, quietly));
};

test('a run over a real store is filled on the ticks of an import, and on minutes where it has none; it repeats to the bit', async () => {
  await store('import');
  const record = await run();
  // The first and the last minute of the day of ticks stand beside minutes without.
  expect(pieceOf(record)).toEqual(['2881 M1 import', '5752 ticks import', '2881 M1 import']);
  expect(record.report.metrics.trades).toBeGreaterThan(0);
  const within = record.trades.filter(
    ({ closedAtUtcMs }) =>
      closedAtUtcMs > Number(ticks[4]?.occurredAtUtcMs) && closedAtUtcMs < Number(ticks.at(-9)?.occurredAtUtcMs),
  );
  expect(within.length).toBeGreaterThan(0);
  expect(within.every(({ isAmbiguous }) => !isAmbiguous)).toBe(true);
  expect(valueOf(await createBacktests(folder.path).repeat(record.runId, quietly)).hashes).toEqual(record.hashes);
});

test('the terminal’s ticks stand for minutes of an import, and the record says that both were joined', async () => {
  await store(terminalSource);
  const record = await run();
  expect(pieceOf(record)).toEqual(['2881 M1 import', '5752 ticks terminal', '2881 M1 import']);
  expect(record.notes.map(({ code }) => code)).toContain('SOURCES_JOINED');
});

test('ticks change what is filled on, not what is decided on', async () => {
  await store(null);
  const bare = await run();
  expect(pieceOf(bare)).toEqual(['7200 M1 import']);
  await store('import');
  const record = await run();
  expect(record.hashes.data).not.toBe(bare.hashes.data);
  expect(record.trades[0]?.decidedAtUtcMs).toBe(bare.trades[0]?.decidedAtUtcMs);
});

const euroTicks = path.join(realDataFolder, 'ticks/EURUSD_ticks_20190204_20190205_dukascopy.csv.gz');
const euroHours = path.join(realDataFolder, 'bars/EURUSD_H1_2015_2023.csv.gz');
/** The newest tick of the file at or before a moment, by Node's own means. */
function tickAt(atUtcMs: number): { readonly bid: number; readonly ask: number } {
  const lines = gunzipSync(readFileSync(euroTicks)).toString('utf8').trimEnd().split('\n').slice(1);
  const known = lines.map((text) => text.split(',').map(Number)).findLast(([at = NaN]) => at <= atUtcMs);
  const [, bid = NaN, ask = NaN] = known ?? [];
  return { bid, ask };
}

const isAbsent = !existsSync(euroTicks) || !existsSync(euroHours);

test.skipIf(isAbsent)(
  `${isAbsent ? 'skipped: no EURUSD of 2019 in ATS_TEST_DATA or ../shared/data: ' : ''}two days of real ticks stand for the hours that they cover`,
  async () => {
    const wish = {
      symbol: 'EURUSD',
      clock: 'utc',
      source: 'import',
      timeframe: null,
      scale: 1,
      isAgain: false,
    } as const;
    for (const file of [euroHours, euroTicks]) {
      const asked: ImportWish = { ...wish, file };
      valueOf(await importFile(folder.path, asked, quietly));
    }
    const record = await run({
      symbols: ['EURUSD'],
      set: { timeframe: 'H1', entryChannelBars: 5, exitChannelBars: 3 },
      fromUtcMs: utcMs(Date.UTC(2019, 0, 20)),
      toUtcMs: utcMs(Date.UTC(2019, 1, 12)),
    });
    expect(pieceOf(record)?.filter((piece) => piece.includes('ticks'))).toEqual(['262108 ticks import']);
    const opened = record.trades.filter(
      ({ openedAtUtcMs: at }) => at >= Date.UTC(2019, 1, 4, 1) && at < Date.UTC(2019, 1, 5, 23),
    );
    expect(opened.length).toBeGreaterThan(0);
    for (const { openedAtUtcMs, openPrice, side } of opened) {
      const { bid, ask } = tickAt(openedAtUtcMs);
      const asked = side === 'buy' ? ask : bid;
      // A quarter of a spread of slippage, rounded against the trade.
      expect(Math.abs(openPrice - asked)).toBeLessThanOrEqual((ask - bid) * 0.25 + 0.00001);
    }
  },
);
