import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barsBetween } from '#shared/market/bar-columns.ts';
import type { Bar } from '#shared/market/bar.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { mt5BarFile, normalizedBarFile } from '#main/testkit/bar-file.ts';
import { inMarketHours } from '#main/testkit/in-market-hours.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import type { FileReading } from './file-reading.ts';
import { dealRow, reportPage } from './formats/report-page.suite.ts';
import { readFile } from './read-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ats-read-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function read(content: string | Uint8Array, reading: Partial<FileReading> = {}) {
  files += 1;
  const path = join(folder, `file ${files}`);
  await writeFile(path, content);
  const known = { timeframe: null, scale: 1, point: null, referencePrice: null, onProgress: () => undefined };
  return await readFile(path, { symbol: 'GILT', clock: null, ...known, ...reading });
}

/** Two months over the American change of daylight saving. */
const market = inMarketHours(sampleBars({ count: 60 * 24, timeframe: 'H1', startUtcMs: Date.UTC(2024, 1, 1) }), {
  closeHour: 17,
  openHour: 17,
});

interface Written {
  readonly name: string;
  readonly clock: ClockRule | null;
  readonly lines: readonly string[];
  /** What a file of this kind can say of a bar. */
  readonly says: (bar: Bar) => Bar;
}

const two = (part: number): string => String(part).padStart(2, '0');
const prices = ({ open, high, low, close }: Bar): readonly number[] => [open, high, low, close];
const withoutSpread = (bar: Bar): Bar => ({ ...bar, spreadPoints: null });
const pricesAlone = (bar: Bar): Bar => ({ ...bar, tickVolume: null, spreadPoints: null });

/** The stamp's parts on a wall clock. */
function wall(bar: Bar, clock: ClockRule) {
  const at = new Date(brokerClock(clock).toBroker(bar.openTimeUtcMs));
  const [year, month, day] = [at.getUTCFullYear(), two(at.getUTCMonth() + 1), two(at.getUTCDate())];
  return { year, month, day, hours: two(at.getUTCHours()), minutes: two(at.getUTCMinutes()) };
}

const lines = (clock: ClockRule, lineOf: (bar: Bar, at: ReturnType<typeof wall>) => string): readonly string[] =>
  market.map((bar) => lineOf(bar, wall(bar, clock)));

/** New York's own offset, as a program that runs there writes it. */
const newYorkOffset = (bar: Bar): string =>
  brokerClock('ny+7').offsetMsAt(bar.openTimeUtcMs) === 2 * 3_600_000 ? '-0500' : '-0400';

const written: readonly Written[] = [
  {
    name: 'HistData ASCII M1',
    clock: null,
    lines: lines('utc-5:00', (bar, at) =>
      [`${at.year}${at.month}${at.day} ${at.hours}${at.minutes}00`, ...prices(bar), 0].join(';'),
    ),
    says: pricesAlone,
  },
  {
    name: 'MT4 history centre',
    clock: 'eet',
    lines: lines('eet', (bar, at) =>
      [`${at.year}.${at.month}.${at.day}`, `${at.hours}:${at.minutes}`, ...prices(bar), bar.tickVolume].join(),
    ),
    says: withoutSpread,
  },
  {
    name: 'Dukascopy candles',
    clock: null,
    lines: [
      'Gmt time,Open,High,Low,Close,Volume',
      ...lines('utc', (bar, at) =>
        [`${at.day}.${at.month}.${at.year} ${at.hours}:${at.minutes}:00.000`, ...prices(bar), '1234.5'].join(),
      ),
    ],
    says: pricesAlone,
  },
  {
    name: 'Dukascopy candles',
    clock: null,
    lines: [
      'Local time,Open,High,Low,Close,Volume',
      ...market.map((bar) => {
        const local = new Date(
          bar.openTimeUtcMs + (newYorkOffset(bar) === '-0500' ? -5 : -4) * 3_600_000,
        ).toISOString();
        const stamp = `${local.slice(8, 10)}.${local.slice(5, 7)}.${local.slice(0, 4)} ${local.slice(11, 19)}.000 GMT${newYorkOffset(bar)}`;
        return [stamp, ...prices(bar), '1234.5'].join();
      }),
    ],
    says: pricesAlone,
  },
  {
    name: 'dukascopy-node CSV',
    clock: null,
    lines: [
      'timestamp,open,high,low,close,volume',
      ...market.map((bar) => [bar.openTimeUtcMs, ...prices(bar), 12.25].join()),
    ],
    says: pricesAlone,
  },
  {
    name: 'CSV with named columns',
    clock: 'utc-3:30',
    lines: [
      '"Time\tOpen\tHigh\tLow\tClose\tVolume"',
      ...lines('utc-3:30', (bar, at) => {
        const stamp = `${at.year}-${at.month}-${at.day} ${at.hours}:${at.minutes}:00`;
        return `"${[stamp, ...prices(bar), bar.tickVolume].join('\t')}"`;
      }),
    ],
    says: withoutSpread,
  },
  {
    name: 'MT5 bar export',
    clock: 'ny+7',
    lines: mt5BarFile({ bars: market, clock: 'ny+7', digits: 5 }).split('\r\n').slice(0, -1),
    says: (bar) => bar,
  },
  {
    name: 'normalized CSV',
    clock: null,
    lines: normalizedBarFile(market).split('\n').slice(0, -1),
    says: (bar) => bar,
  },
];

test.each(written)('$name: bars come back as they were, as far as the format tells them', async (file) => {
  const result = await read(gzipSync(`${file.lines.join('\r\n')}\r\n`), { clock: file.clock });
  if (!result.ok || result.value.yields !== 'bars') throw new Error(result.ok ? '' : result.error.message);
  const { columns, ...said } = result.value;
  expect(said).toMatchObject({ format: file.name, timeframe: 'H1', rows: market.length, refused: { count: 0 } });
  expect(barsBetween(columns, 0, columns.length)).toEqual(market.map(file.says));
  const expected = ['CLOCK_ASSUMED', 'VOLUME_MISSING', 'VOLUME_NOT_TICKS'];
  expect(said.warnings.map(({ code }) => code).filter((code) => !expected.includes(code))).toEqual([]);
});

const tickHeader = '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>';
const tickRow = (time: string, bid: string, ask: string): string => `2024.03.05\t${time}\t${bid}\t${ask}\t\t\t6`;

test('MT5 ticks are quotes of both sides, whose unchanged one stands as it stood', async () => {
  const rows = [
    tickRow('02:00:00.100', '', '1.10030'),
    tickRow('02:00:00.200', '1.10010', '1.10030'),
    tickRow('02:00:00.300', '1.10012', ''),
    tickRow('02:00:00.300', '', '1.10031'),
    tickRow('02:00:00.500', '1.10040', ''),
    tickRow('02:00:00.250', '1.10011', '1.10029'),
    'nonsense',
    tickRow('25:00:00.250', '1.10011', '1.10029'),
  ];
  const result = await read([tickHeader, ...rows, ''].join('\r\n'), { clock: 'eet', symbol: 'EURUSD' });
  if (!result.ok || result.value.yields !== 'ticks') throw new Error('the file holds ticks');
  const { columns, ...said } = result.value;
  const at = Date.UTC(2024, 2, 5);
  expect({ ...columns }).toEqual({
    length: 4,
    occurredAtUtcMs: Float64Array.of(at + 200, at + 250, at + 300, at + 300),
    bid: Float64Array.of(1.1001, 1.10011, 1.10012, 1.10012),
    ask: Float64Array.of(1.1003, 1.10029, 1.1003, 1.10031),
  });
  expect(said).toMatchObject({
    format: 'MT5 tick export',
    rows: 8,
    backSteps: 1,
    refused: { count: 4, byReason: { quoteIncomplete: 1, quoteCrossed: 1, rowMalformed: 1, stampInvalid: 1 } },
  });
  expect(said.warnings.map(({ code }) => code)).toEqual(['ROWS_REFUSED', 'TICKS_OUT_OF_ORDER']);
});

test('normalized ticks need no clock, and their prices are checked like those of bars', async () => {
  const content = ['time_utc_ms,bid,ask', '1709600400000,110010,110020', '1709600400100,110011,110021', ''].join('\n');
  expect(await read(content, { symbol: 'EURUSD' })).toMatchObject({ ok: false, error: { code: 'SCALE_UNFIT' } });
  expect(await read(content, { symbol: 'EURUSD', scale: 100_000 })).toMatchObject({
    ok: true,
    value: { columns: { bid: Float64Array.of(1.1001, 1.10011) }, warnings: [] },
  });
});

test('a report needs its server’s clock, a calendar none', async () => {
  const page = Buffer.from(
    `\ufeff${reportPage({ deals: [dealRow('buy', 'in', '1.00', '0.00', '10 000.00')] })}`,
    'utf16le',
  );
  expect(await read(page, { symbol: null })).toMatchObject({ ok: false, error: { code: 'CLOCK_REQUIRED' } });
  expect(await read(page, { symbol: null, clock: 'eet' })).toMatchObject({
    ok: true,
    value: { yields: 'report', rows: 1, report: { account: { login: '1234567' } } },
  });
  const calendar = `time_utc_ms,date,currency,event,impact,check\n${Date.UTC(2024, 0, 5, 13, 30)},2024-01-05,USD,CPI,high,unchecked\n`;
  expect(await read(calendar, { symbol: null })).toMatchObject({ ok: true, value: { yields: 'calendar', rows: 1 } });
});

test.each([
  ['FORMAT_REFUSED', '<html>\n<title>Strategy Tester Report</title>\n', {}],
  ['FORMAT_REFUSED', '<title>7: Отчет</title>\n<meta name="generator" content="client terminal">\n', {}],
  ['FORMAT_UNKNOWN', 'name,age\nA,1\n', {}],
  ['FILE_EMPTY', '', {}],
  ['FILE_EMPTY', `${tickHeader}\n`, { clock: 'eet' }],
  ['ROWS_INVALID', `${tickHeader}\nnonsense\n`, { clock: 'eet' }],
  ['CLOCK_REQUIRED', `${tickHeader}\n`, {}],
  ['CLOCK_STATED', 'time_utc_ms,bid,ask\n', { clock: 'eet' }],
  ['VALUE_INVALID', `${tickHeader}\n`, { clock: 'eet', symbol: null }],
] as const)('%s is answered for %j', async (code, content, reading) => {
  expect(await read(content, reading)).toMatchObject({ ok: false, error: { code } });
});
