import { join } from 'node:path';
import { expect } from 'vitest';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { readFile, type ReadFile } from './read-file.ts';
import { realDataFolder, realFileTest } from './real-data.suite.ts';

// One market in two formats is a witness for both: what their parsers and clocks do not share has to agree.

async function read(path: string, symbol: string, clock: ClockRule | null): Promise<ReadFile> {
  const known = { timeframe: null, scale: 1, point: null, referencePrice: null, onProgress: () => undefined };
  const result = await readFile(path, { symbol, clock, ...known });
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

async function barsOf(path: string, symbol: string, clock: ClockRule | null) {
  const file = await read(path, symbol, clock);
  if (file.yields !== 'bars') throw new Error(`the file holds ${file.yields}`);
  return file.columns;
}

async function ticksOf(path: string, clock: ClockRule | null) {
  const file = await read(path, 'EURUSD', clock);
  if (file.yields !== 'ticks') throw new Error(`the file holds ${file.yields}`);
  return file.columns;
}

for (const [symbol, file, clock, other] of [
  ['US100', 'formats/US100.cash_M1_202512022139_mt5_export.csv.gz', 'ny+7', 'bars/US100_M1_2025_12.csv.gz'],
  ['XAUUSD', 'formats/XAUUSD_M1_202512030207_mt5_export.csv.gz', 'ny+7', 'bars/XAUUSD_M1_2025_12.csv.gz'],
  ['EURUSD', 'formats/EURUSD_M5_quoted_lines_dups_backsteps.csv.gz', 'utc-3:30', 'bars/EURUSD_M5_2021.csv.gz'],
] as const)
  realFileTest(file, `${file} by ${clock} holds the very bars of ${other}`, async (path) => {
    expect(await barsOf(path, symbol, clock)).toEqual(await barsOf(join(realDataFolder, other), symbol, null));
  });

const exportedTicks = 'formats/EURUSD_20190204_mt5_ticks_export.csv.gz';
realFileTest(
  exportedTicks,
  'ticks whose unchanged prices are left out are quotes of the source at their moment',
  async (path) => {
    const exported = await ticksOf(path, 'eet');
    const source = await ticksOf(join(realDataFolder, 'ticks/EURUSD_ticks_20190204_20190205_dukascopy.csv.gz'), null);
    const quotes = (columns: typeof source): readonly string[] =>
      Array.from(columns.occurredAtUtcMs, (at, index) => `${at} ${columns.bid[index]} ${columns.ask[index]}`);
    const known = new Set(quotes(source));
    expect(quotes(exported).filter((quote) => !known.has(quote))).toEqual([]);
  },
);

realFileTest(
  'formats/DAT_ASCII_NSXUSD_M1_202601.csv.gz',
  'HistData’s minutes are those of a broker, on the minute',
  async (path) => {
    const site = await barsOf(path, 'NSXUSD', null);
    const broker = await barsOf(join(realDataFolder, 'bars/US100_M1_2025_12.csv.gz'), 'US100', null);
    const closes = new Map(Array.from(broker.openTimeUtcMs, (at, index) => [at, broker.close[index]]));
    const both = Array.from(site.openTimeUtcMs.entries()).filter(([, at]) => closes.has(at));
    const alike = both.filter(([index, at]) => site.close[index] === closes.get(at));
    expect([both.length / site.length > 0.95, alike.length / both.length > 0.95]).toEqual([true, true]);
  },
);

const euro = 'formats/EURUSD_Candlestick_1_Hour_BID_01.01.2023-12.10.2023.csv.gz';
realFileTest(euro, 'Dukascopy’s hours in GMT are those of a broker’s export by ny+7', async (path) => {
  const gmt = await barsOf(path, 'EURUSD', null);
  const broker = await barsOf(
    join(realDataFolder, 'formats/EURUSD_H1_mt5_export_no_brackets.csv.gz'),
    'EURUSD',
    'ny+7',
  );
  const closes = new Map(Array.from(broker.openTimeUtcMs, (at, index) => [at, broker.close[index]]));
  const alike = Array.from(gmt.openTimeUtcMs.entries()).filter(([index, at]) => gmt.close[index] === closes.get(at));
  expect(alike.length / gmt.length).toBeGreaterThan(0.95);
});
