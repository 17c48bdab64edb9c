import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { importsToMemory } from './import-to-memory.suite.ts';
import { readFile, type ReadFile } from './read-file.ts';
import { realDataFolder, realFileTest, textOf } from './real-data.suite.ts';

/** How a file is imported, and what becomes of it: refused with a code, or taken with these figures. */
interface Row {
  readonly symbol?: string;
  /** Where a person has to say it. */
  readonly clock?: ClockRule;
  readonly scale?: number;
  readonly becomes: object;
}

const files: Readonly<Record<string, Row>> = {
  'formats/DAT_ASCII_NSXUSD_M1_202601.csv.gz': {
    symbol: 'NSXUSD',
    becomes: bars('HistData ASCII M1', 'M1', 28_435, '2026-01-01T23:05', '2026-01-30T21:49', {
      warnings: ['CLOCK_ASSUMED', 'VOLUME_MISSING'],
    }),
  },
  'formats/DAT_ASCII_SPXUSD_M1_201803_head.csv': {
    symbol: 'SPXUSD',
    becomes: bars('HistData ASCII M1', 'M1', 37, '2018-03-01T05:00', '2018-03-01T05:41', {
      warnings: ['CLOCK_ASSUMED', 'CLOCK_UNCHECKED', 'VOLUME_MISSING'],
    }),
  },
  'formats/EURUSD_20190204_mt5_ticks_export.csv.gz': {
    symbol: 'EURUSD',
    clock: 'eet',
    becomes: ticks('MT5 tick export', 50_159, '2019-02-04T00:00', '2019-02-04T11:31'),
  },
  'formats/EURUSD_Candlestick_1_Hour_BID_01.01.2023-12.10.2023.csv.gz': {
    symbol: 'EURUSD',
    becomes: bars('Dukascopy candles', 'H1', 4_884, '2023-01-01T22:00', '2023-10-12T08:00', {
      warnings: ['VOLUME_MISSING', 'VOLUME_NOT_TICKS'],
    }),
  },
  'formats/EURUSD_H1_mt5_export_no_brackets.csv.gz': {
    symbol: 'EURUSD',
    clock: 'ny+7',
    // Until the end of 2019 its clock is eet and the row of each midnight is the bar of the day; its spread changes its unit four times.
    becomes: bars('MT5 bar export', 'H1', 54_614, '2015-01-02T07:00', '2023-10-12T08:00', {
      refused: { barCoarser: 1_296 },
      warnings: ['CLOCK_CHANGES', 'ROWS_REFUSED', 'BARS_COARSER', 'BARS_COARSER', 'SPREAD_UNIT_DRIFTS'],
    }),
  },
  'formats/EURUSD_H4_prices_times_100000.csv.gz': {
    symbol: 'EURUSD',
    clock: 'ny+7',
    scale: 100_000,
    becomes: bars('CSV with named columns', 'H4', 14_400, '2012-11-26T18:00', '2022-03-04T18:00', { anchor: 'ny+7' }),
  },
  'formats/EURUSD_M5_quoted_lines_dups_backsteps.csv.gz': {
    symbol: 'EURUSD',
    clock: 'utc-3:30',
    becomes: bars('CSV with named columns', 'M5', 50_000, '2021-06-24T19:35', '2022-02-22T18:55', {
      duplicates: 198,
      backSteps: 13,
      warnings: ['ROWS_OUT_OF_ORDER', 'ROWS_REPEATED'],
    }),
  },
  'formats/MT5EA.html.gz': { becomes: { refused: 'FORMAT_REFUSED' } },
  'formats/MT5Trade5.html.gz': {
    clock: 'eet',
    becomes: report({ login: '3873474', marginMode: 'hedging', orders: 20, deals: 17, working: 1 }),
  },
  'formats/MT5Trade7.html.gz': {
    clock: 'eet',
    becomes: report({ login: '3873672', marginMode: 'netting', orders: 6, deals: 6, working: 5 }),
  },
  'formats/US100.cash_M1_202512022139_mt5_export.csv.gz': {
    symbol: 'US100.cash',
    clock: 'ny+7',
    becomes: bars('MT5 bar export', 'M1', 55_628, '2025-12-02T19:39', '2026-01-30T21:49'),
  },
  'formats/USDCAD_H1_2014_mt4_history_centre.csv.gz': {
    symbol: 'USDCAD',
    clock: 'utc',
    becomes: bars('MT4 history centre', 'H1', 6_226, '2014-01-01T22:00', '2014-12-31T21:00'),
  },
  'formats/XAUUSD_Candlestick_1_D_BID_01.01.2007-02.04.2023.csv.gz': {
    symbol: 'XAUUSD',
    becomes: bars('Dukascopy candles', 'D1', 5_935, '2007-01-01T00:00', '2023-03-31T00:00', {
      anchor: 'utc',
      refused: { marketClosed: 872 },
      warnings: ['ROWS_REFUSED', 'LAST_LINE_UNENDED', 'VOLUME_MISSING', 'VOLUME_NOT_TICKS'],
    }),
  },
  'formats/XAUUSD_H1_daily_bars_before_2018.csv.gz': {
    symbol: 'XAUUSD',
    clock: 'ny+7',
    becomes: bars('CSV with named columns', 'H1', 40_097, '2018-03-18T22:00', '2024-06-28T20:00', {
      refused: { barCoarser: 2_939 },
      warnings: ['ROWS_REFUSED', 'BARS_COARSER'],
    }),
  },
  'formats/XAUUSD_M1_202512030207_mt5_export.csv.gz': {
    symbol: 'XAUUSD',
    clock: 'ny+7',
    becomes: bars('MT5 bar export', 'M1', 55_539, '2025-12-03T00:07', '2026-01-30T21:49'),
  },
  'formats/eurusd-d1-bid-2017-01-01-2020-01-01.csv.gz': {
    symbol: 'EURUSD',
    becomes: bars('dukascopy-node CSV', 'D1', 938, '2017-01-01T00:00', '2019-12-31T00:00', {
      anchor: 'utc',
      warnings: ['LAST_LINE_UNENDED', 'VOLUME_MISSING', 'VOLUME_NOT_TICKS'],
    }),
  },
  ...normalized('EURUSD_H1_2007_2018', 74_439, '2007-01-01T21:00', '2018-12-31T21:00', {
    warnings: ['VOLUME_MISSING'],
  }),
  ...normalized('EURUSD_H1_2015_2023', 54_613, '2015-01-02T07:00', '2023-10-12T08:00', {
    refused: { barCoarser: 1_295 },
    warnings: ['ROWS_REFUSED', 'BARS_COARSER', 'SPREAD_UNIT_DRIFTS'],
  }),
  ...normalized('EURUSD_H4_2007_2024', 27_201, '2006-12-31T23:00', '2024-06-30T21:00', {
    anchor: 'eet',
    warnings: ['BARS_OFF_GRID', 'BARS_COARSER'],
  }),
  ...normalized('EURUSD_M1_2022_01', 49_993, '2022-01-04T21:30', '2022-02-22T18:55'),
  ...normalized('EURUSD_M5_2021', 49_802, '2021-06-24T19:35', '2022-02-22T18:55'),
  ...normalized('US100_H1_2024_2025', 5_132, '2024-08-30T04:00', '2025-07-16T07:00'),
  ...normalized('US100_H4_2022_2025', 4_214, '2022-07-06T09:00', '2025-03-31T21:00', { anchor: 'eet' }),
  ...normalized('US100_M15_2025', 13_860, '2025-06-30T15:00', '2026-01-30T21:45'),
  ...normalized('US100_M1_2025_12', 55_628, '2025-12-02T19:39', '2026-01-30T21:49'),
  ...normalized('US100_M5_2025', 41_119, '2025-06-30T15:05', '2026-01-30T21:45'),
  ...normalized('XAUUSD_H1_2006_2019', 76_499, '2006-03-20T00:00', '2019-02-25T23:00', {
    warnings: ['VOLUME_MISSING'],
  }),
  ...normalized('XAUUSD_H1_2012_2022_other_broker', 57_600, '2012-05-17T05:00', '2022-03-04T21:00'),
  ...normalized('XAUUSD_H1_2018_2024', 37_165, '2018-03-18T22:00', '2024-06-30T23:00', {
    refused: { barCoarser: 5 },
    warnings: ['ROWS_REFUSED', 'BARS_COARSER'],
  }),
  ...normalized('XAUUSD_H4_2014_2024', 16_067, '2014-01-02T06:00', '2024-06-30T21:00', { anchor: 'eet' }),
  ...normalized('XAUUSD_M1_2025_12', 55_539, '2025-12-03T00:07', '2026-01-30T21:49'),
  ...normalized('XAUUSD_M5_2025', 41_101, '2025-07-01T13:50', '2026-01-30T21:45'),
  'ticks/EURUSD_ticks_20140504_20140507_oanda.csv.gz': {
    symbol: 'EURUSD',
    becomes: ticks('normalized tick CSV', 112_572, '2014-05-04T21:00', '2014-05-07T23:59'),
  },
  'ticks/EURUSD_ticks_20190204_20190205_dukascopy.csv.gz': {
    symbol: 'EURUSD',
    becomes: ticks('normalized tick CSV', 266_219, '2019-02-04T00:00', '2019-02-05T23:59'),
  },
  'ticks/XAUUSD_ticks_20140504_20140507_oanda.csv.gz': {
    symbol: 'XAUUSD',
    becomes: ticks('normalized tick CSV', 577_454, '2014-05-04T22:00', '2014-05-07T23:59'),
  },
  'economic_calendar_US_2022_2025.csv': {
    becomes: {
      kind: 'calendar',
      format: 'economic calendar CSV',
      rows: 128,
      // The second half of 2025 has a release in doubt in each of its months.
      spans: [{ from: '2022-01-07T00:00', to: '2025-06-19T00:00', events: 112 }],
      refused: { suspect: 16 },
      warnings: ['CALENDAR_SUSPECT', 'CALENDAR_PARTIAL'],
    },
  },
};

interface Oddities {
  readonly anchor?: string;
  readonly duplicates?: number;
  readonly backSteps?: number;
  readonly refused?: Readonly<Record<string, number>>;
  readonly warnings?: readonly string[];
}

function bars(format: string, timeframe: string, rows: number, from: string, to: string, odd: Oddities = {}): object {
  const { anchor = 'hour', duplicates = 0, backSteps = 0, refused = {}, warnings = [] } = odd;
  return { kind: 'bars', format, timeframe, anchor, rows, from, to, duplicates, backSteps, refused, warnings };
}

function normalized(name: string, rows: number, from: string, to: string, odd: Oddities = {}): Record<string, Row> {
  const [symbol = '', timeframe = ''] = name.split('_');
  const becomes = bars('normalized CSV', timeframe, rows, from, to, odd);
  return { [`bars/${name}.csv.gz`]: { symbol, becomes } };
}

function ticks(format: string, rows: number, from: string, to: string): object {
  return { kind: 'ticks', format, rows, from, to, backSteps: 0, refused: {}, warnings: [] };
}

function report(account: {
  login: string;
  marginMode: string;
  orders: number;
  deals: number;
  working: number;
}): object {
  const format = 'MT5 trade history report';
  const rows = account.orders + account.deals + account.working + 2;
  return { kind: 'report', format, rows, ...account, cash: 1, open: 1, refused: {}, warnings: ['CLOCK_UNCHECKED'] };
}

async function read(path: string, { symbol, clock, scale = 1 }: Omit<Row, 'becomes'>) {
  const known = { timeframe: null, point: null, referencePrice: null, onProgress: () => undefined };
  return await readFile(path, { symbol: symbol ?? null, clock: clock ?? null, scale, ...known });
}

const minute = (utcMs: number): string => new Date(utcMs).toISOString().slice(0, 16);

function summary(file: ReadFile): object {
  const { format, rows, refused, warnings, yields: kind } = file;
  const common = { kind, format, rows, refused: refused.byReason, warnings: warnings.map(({ code }) => code) };
  switch (file.yields) {
    case 'bars': {
      const { timeframe, anchor, duplicates, backSteps } = file;
      return { ...common, timeframe, anchor, ...range(file), duplicates, backSteps };
    }
    case 'ticks':
      return { ...common, ...range(file), backSteps: file.backSteps };
    case 'calendar':
      return { ...common, spans: file.spans.map(spanSummary) };
    case 'report': {
      const { account, orders, deals, workingOrders, cash, openPositions } = file.report;
      const { login, marginMode } = account;
      const counts = { orders: orders.length, deals: deals.length, working: workingOrders.length, cash: cash.length };
      return { ...common, login, marginMode, ...counts, open: openPositions.length };
    }
  }
}

const range = (file: { firstUtcMs: number; lastUtcMs: number }): object => ({
  from: minute(file.firstUtcMs),
  to: minute(file.lastUtcMs),
});

const spanSummary = (span: { fromUtcMs: number; toUtcMs: number; events: readonly unknown[] }): object => ({
  from: minute(span.fromUtcMs),
  to: minute(span.toUtcMs),
  events: span.events.length,
});

/** Lines that begin with a figure are rows of a table; of a report, rows of its tables that hold a ticket. */
function rowsCounted(path: string): number {
  const text = textOf(path);
  if (!path.includes('.html')) return text.split('\n').filter((line) => /^"?\d/.test(line)).length;
  return text.split('<tr').filter((row) => />\d{8}</.test(row)).length;
}

for (const [file, { becomes, ...how }] of Object.entries(files))
  realFileTest(file, `${file} becomes what the table says`, async (path) => {
    const result = await read(path, how);
    if (!result.ok) {
      expect({ refused: result.error.code }).toEqual(becomes);
      return;
    }
    const seen = result.value;
    expect(summary(seen)).toEqual(becomes);
    expect(seen.rows).toBe(rowsCounted(path));
    if (seen.yields !== 'bars') return;
    expect(seen.columns.length + seen.duplicates + seen.refused.count).toBe(seen.rows);
  });

const isDataAbsent = !existsSync(realDataFolder);
const allFilesName = 'the table names every file of formats, bars and ticks';
test.skipIf(isDataAbsent)(isDataAbsent ? `skipped: no ../shared/data: ${allFilesName}` : allFilesName, () => {
  const present = ['formats', 'bars', 'ticks'].flatMap((folder) =>
    readdirSync(join(realDataFolder, folder)).map((name) => `${folder}/${name}`),
  );
  expect(present.filter((file) => files[file] === undefined)).toEqual([]);
});

const multiplied = 'formats/EURUSD_H4_prices_times_100000.csv.gz';
realFileTest(
  multiplied,
  'prices times 100000 are refused with the factor, and taken by it digit for digit',
  async (path) => {
    const refused = await read(path, { symbol: 'EURUSD', clock: 'ny+7' });
    expect(refused).toMatchObject({ error: { code: 'SCALE_UNFIT', facts: { scale: 100_000 } } });
    const taken = await read(path, { symbol: 'EURUSD', clock: 'ny+7', scale: 100_000 });
    if (!taken.ok || taken.value.yields !== 'bars') throw new Error('the file holds bars');
    const { open, high, low, close } = taken.value.columns;
    expect([open[0], high[0], low[0], close[0]]).toEqual([1.29613, 1.30053, 1.29587, 1.29934]);
    expect([...open, ...high, ...low, ...close].every((price) => /^\d\.\d{1,5}$/.test(String(price)))).toBe(true);
  },
);

const exportOfGold = 'formats/XAUUSD_M1_202512030207_mt5_export.csv.gz';
realFileTest(exportOfGold, 'two months of gold do not fit UTC, and ny+7 is named', async (path) => {
  const result = await read(path, { symbol: 'XAUUSD', clock: 'utc' });
  expect(result).toMatchObject({ ok: true, value: { warnings: [{ code: 'CLOCK_UNFIT' }] } });
  expect(result.ok ? result.value.warnings[0]?.message : '').toMatch(
    /weekly open does not fit the clock utc.*ny\+7 would fit 8 of 8 weekly opens/,
  );
});

realFileTest(exportOfGold, 'two months of gold are stored whole, and nothing of them twice', async (file) => {
  const imports = importsToMemory();
  const wish = { file, clock: 'ny+7', symbol: 'XAUUSD' };
  expect(await imports.run(wish)).toMatchObject({ ok: true, value: { read: 55_539, inserted: 55_539 } });
  expect(await imports.run({ ...wish, isAgain: true })).toMatchObject({ ok: true, value: { inserted: 0 } });
});

realFileTest(
  'formats/EURUSD_H1_mt5_export_no_brackets.csv.gz',
  'a file that changes its clock says when',
  async (path) => {
    const result = await read(path, { symbol: 'EURUSD', clock: 'eet' });
    expect(result.ok ? result.value.warnings[0]?.message : '').toMatch(
      /changes its clock over the years: eet until 2019-11-04 \(\d+ of \d+ weekly opens\), ny\+7 from 2020-03-16/,
    );
  },
);
