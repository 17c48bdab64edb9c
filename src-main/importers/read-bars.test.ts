import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Bar } from '#shared/market/bar.ts';
import { timeframes } from '#shared/market/timeframe.ts';
import { mt5BarFile, normalizedBarFile } from '#main/testkit/bar-file.ts';
import { inMarketHours } from '#main/testkit/in-market-hours.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import type { ReadProgress } from './collect-file.ts';
import { barsBetween } from '#shared/market/bar-columns.ts';
import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { price } from '#shared/units/price.ts';
import type { FileReading } from './file-reading.ts';
import type { ReadBars as ReadColumns } from './read-bars.ts';
import { readFile } from './read-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ats-read-bars-'));
});
afterAll(() => rm(folder, { recursive: true }));

type ReadOptions = Partial<FileReading>;

/** The bars as objects, which are easier to compare than columns. */
type ReadBars = Omit<ReadColumns, 'columns'> & { readonly bars: readonly Bar[] };

const plainly: FileReading = {
  symbol: 'GILT',
  clock: 'ny+7',
  timeframe: null,
  scale: 1,
  point: null,
  referencePrice: null,
  onProgress: () => undefined,
};

async function readBars(path: string, options: ReadOptions): Promise<Result<ReadBars, Fault>> {
  const result = await readFile(path, { ...plainly, ...options });
  if (!result.ok) return result;
  if (result.value.yields !== 'bars') throw new Error(`the file holds ${result.value.yields}`);
  const { columns, ...read } = result.value;
  return ok({ ...read, bars: barsBetween(columns, 0, columns.length) });
}

let files = 0;
async function write(content: string | Uint8Array): Promise<string> {
  files += 1;
  const path = join(folder, `file ${files}`);
  await writeFile(path, content);
  return path;
}

async function read(content: string | Uint8Array, options: ReadOptions = { clock: 'ny+7' }): Promise<ReadBars> {
  const result = await readBars(await write(content), options);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

async function faultOf(content: string | Uint8Array, options: ReadOptions = { clock: 'ny+7' }) {
  const result = await readBars(await write(content), options);
  if (result.ok) throw new Error(`expected a fault, read ${result.value.bars.length} bars`);
  return result.error;
}

const codes = ({ warnings }: ReadBars): readonly string[] => warnings.map(({ code }) => code);

/** Two weeks of gold in winter: 2,760 bars of M5. */
const gold = inMarketHours(sampleBars({ count: 14 * 288, timeframe: 'M5', startUtcMs: Date.UTC(2024, 0, 8) }), {
  closeHour: 17,
  openHour: 18,
});
const goldFile = mt5BarFile({ bars: gold, clock: 'ny+7' });
const goldLines = goldFile.split('\r\n').slice(0, -1);

const withLines = (change: (lines: string[]) => readonly string[]): string =>
  change([...goldLines])
    .map((line) => `${line}\r\n`)
    .join('');

test('reads an MT5 export to the very bars that wrote it, without a word of warning', async () => {
  expect(await read(goldFile)).toEqual({
    yields: 'bars',
    clock: { rule: 'ny+7', verdict: 'fits' },
    format: 'MT5 bar export',
    timeframe: 'M5',
    anchor: 'hour',
    bars: gold,
    firstUtcMs: gold[0]?.openTimeUtcMs,
    lastUtcMs: gold.at(-1)?.openTimeUtcMs,
    rows: gold.length,
    duplicates: 0,
    backSteps: 0,
    holes: { expected: 10, unexpected: 0, missingBars: 0, longest: [] },
    refused: { count: 0, byReason: {}, sample: [] },
    warnings: [],
  });
});

test.each([
  ['gzipped', gzipSync(goldFile)],
  ['gzipped in two parts', Buffer.concat([gzipSync(goldFile.slice(0, 9999)), gzipSync(goldFile.slice(9999))])],
  ['with LF alone', goldFile.replaceAll('\r', '')],
  ['with a UTF-8 mark', `\ufeff${goldFile}`],
  ['in UTF-16', Buffer.from(`\ufeff${goldFile}`, 'utf16le')],
  ['with blank lines at its end', `${goldFile}\r\n\r\n`],
  ['without brackets in its header', goldFile.replaceAll(/[<>]/g, '')],
])('reads the same bars from a file %s', async (_, content) => {
  const { bars, warnings } = await read(content);
  expect({ bars, warnings }).toEqual({ bars: gold, warnings: [] });
});

test('reads the normalized form, unknown spreads and volumes included', async () => {
  const bars = gold.map((bar, index): Bar =>
    index % 3 === 0 ? { ...bar, spreadPoints: null, tickVolume: null } : bar,
  );
  const file = await read(normalizedBarFile(bars), { clock: 'utc' });
  expect(file.bars).toEqual(bars);
  expect(file.warnings).toEqual([
    { code: 'VOLUME_MISSING', message: '920 of 2760 bars have no tick volume: it counts as unknown.' },
  ]);
});

test.each(timeframes)('reads %s bars and tells their timeframe', async (timeframe) => {
  const startUtcMs = Date.UTC(2024, 0, 1, 22);
  const all = sampleBars({ count: 600, timeframe, startUtcMs });
  const file = await read(mt5BarFile({ bars: all, clock: 'utc+2', isDaily: timeframe === 'D1' }), { clock: 'utc+2' });
  expect(file.bars).toEqual(all);
  expect([file.timeframe, file.anchor]).toEqual([
    timeframe,
    timeframe === 'H4' || timeframe === 'D1' ? 'utc+2' : 'hour',
  ]);
});

test('keeps every digit of a price', async () => {
  const prices = ['1.123456789012345', '0.00001', '123456789012.5', '67500'];
  const rows = prices.map(
    (price, index) => `${Date.UTC(2025, 0, 6, 0, index)},${price},${price},${price},${price},1,0`,
  );
  const header = 'time_utc_ms,open,high,low,close,tick_volume,spread_points';
  const { bars } = await read([header, ...rows, ''].join('\n'), { clock: 'utc' });
  expect(bars.map(({ open }) => String(open))).toEqual(prices.map((price) => String(Number(price))));
});

test('warns that the weekly open does not fit, and names the clock that would', async () => {
  const { warnings } = await read(goldFile, { clock: 'utc' });
  expect(warnings).toMatchObject([{ code: 'CLOCK_UNFIT' }]);
  expect(warnings[0]?.message).toMatch(/weekly open does not fit the clock utc.*Sunday 20:00.*ny\+7 would fit/);
});

test('refuses rows that are no bars, takes the others, and says where and why', async () => {
  const content = withLines((lines) => {
    lines[3] = lines[3]?.replace(/\t\d+\t0\t\d+$/, '') ?? '';
    lines[5] = '2024.01.08\t01:20:00\t10.00\t9.00\t11.00\t10.00\t5\t0\t3';
    lines[6] = '2024.01.08\t01:25:00\t0.00\t9.00\t0.00\t0.00\t5\t0\t3';
    lines[8] = '2024.02.31\t01:35:00\t10.00\t10.00\t10.00\t10.00\t5\t0\t3';
    return lines;
  });
  const file = await read(content);
  expect(file.bars).toEqual(gold.filter((_, index) => ![2, 4, 5, 7].includes(index)));
  expect(file.refused).toEqual({
    count: 4,
    byReason: { rowMalformed: 1, ohlcOrder: 1, priceInvalid: 1, stampInvalid: 1 },
    sample: [
      { line: 4, reason: 'rowMalformed', text: expect.stringMatching(/^2024\.01\.0/) as string },
      { line: 6, reason: 'ohlcOrder', text: '2024.01.08\t01:20:00\t10.00\t9.00\t11.00\t10.00\t5\t0\t3' },
      { line: 7, reason: 'priceInvalid', text: '2024.01.08\t01:25:00\t0.00\t9.00\t0.00\t0.00\t5\t0\t3' },
      { line: 9, reason: 'stampInvalid', text: '2024.02.31\t01:35:00\t10.00\t10.00\t10.00\t10.00\t5\t0\t3' },
    ],
  });
  expect(file.warnings).toEqual([
    {
      code: 'ROWS_REFUSED',
      message:
        'Rows refused: 4 (rowMalformed 1, ohlcOrder 1, priceInvalid 1, stampInvalid 1). They stand on line 4, 6, 7, 9.',
    },
  ]);
});

test('counts all refused rows and shows twenty', async () => {
  const { refused } = await read(
    withLines((lines) => lines.map((line, index) => (index > 0 && index % 3 === 0 ? 'x' : line))),
  );
  expect([refused.count, refused.byReason.rowMalformed, refused.sample.length]).toEqual([920, 920, 20]);
});

test('puts rows that step back in order, counts a repeated one once, and refuses one that contradicts', async () => {
  const content = withLines((lines) => {
    const [header = '', ...rows] = lines;
    const [first = '', second = '', third = '', ...others] = rows;
    const contradiction = first.replace(/\t\d+$/, '\t999');
    return [header, second, first, third, second, contradiction, ...others];
  });
  const file = await read(content);
  expect(file.bars).toEqual(gold);
  expect({ ...file, bars: undefined }).toMatchObject({
    rows: gold.length + 2,
    duplicates: 1,
    backSteps: 3,
    refused: { count: 1, sample: [{ line: 6, reason: 'stampRepeated' }] },
  });
  expect(codes(file)).toEqual(['ROWS_REFUSED', 'ROWS_OUT_OF_ORDER', 'ROWS_REPEATED']);
});

test('reads a file that runs from the newest bar to the oldest', async () => {
  const file = await read(withLines(([header = '', ...rows]) => [header, ...rows.reverse()]));
  expect(file.bars).toEqual(gold);
  expect(file.backSteps).toBe(gold.length - 1);
});

test('refuses a last row that was cut, and says that the file may be', async () => {
  const file = await read(goldFile.slice(0, -14));
  expect(file.bars).toEqual(gold.slice(0, -1));
  expect(file.refused.sample).toMatchObject([{ line: gold.length + 1, reason: 'rowCut' }]);
  expect(codes(file)).toEqual(['ROWS_REFUSED', 'LAST_LINE_UNENDED']);
});

test('takes a last row without a line end, but not its last figure, which may have been cut', async () => {
  const file = await read(goldFile.slice(0, -3));
  const last = gold.at(-1);
  expect(file.bars.at(-1)).toEqual({ ...last, spreadPoints: null });
  expect(codes(file)).toEqual(['LAST_LINE_UNENDED']);
});

test('refuses coarser bars that stand at the head, and says up to when', async () => {
  const daily = sampleBars({ count: 3, timeframe: 'D1', startUtcMs: Date.UTC(2024, 0, 3) });
  const file = await read(mt5BarFile({ bars: [...daily, ...gold], clock: 'ny+7' }));
  expect(file).toMatchObject({ bars: gold, rows: gold.length + 3, refused: { count: 3, byReason: { barCoarser: 3 } } });
  expect(file.warnings).toEqual([
    { code: 'ROWS_REFUSED', message: 'Rows refused: 3 (barCoarser 3).' },
    {
      code: 'BARS_COARSER',
      message: 'Before 2024-01-08T00:00Z the file holds bars of D1, not M5: 3. They were refused.',
    },
  ]);
});

test('refuses a file whose prices are a power of ten away from the symbol’s, and takes it with the factor', async () => {
  const inPoints = gold.map((bar) => ({ ...bar, ...scaled(bar, 100) }));
  const content = mt5BarFile({ bars: inPoints, clock: 'ny+7' });
  const known = { symbol: 'XAUUSD', clock: 'ny+7' } as const;
  expect(await faultOf(content, known)).toMatchObject({ code: 'SCALE_UNFIT', facts: { scale: 100 } });
  expect((await read(content, { ...known, scale: 100 })).bars).toEqual(gold);
});

function scaled({ open, high, low, close }: Bar, factor: number): Pick<Bar, 'open' | 'high' | 'low' | 'close'> {
  const times = (value: number) => price(Number((value * factor).toFixed(3)));
  return { open: times(open), high: times(high), low: times(low), close: times(close) };
}

test('a file that begins right before a week’s end has no coarser bars', async () => {
  const friday = gold.findIndex(
    (bar, index) => (gold[index + 1]?.openTimeUtcMs ?? 0) - bar.openTimeUtcMs > 40 * 3_600_000,
  );
  const file = await read(mt5BarFile({ bars: gold.slice(friday), clock: 'ny+7' }));
  expect(file.warnings).toEqual([]);
});

test('says when bars open off the grid', async () => {
  const slipped = gold.map((bar, index) =>
    index === 7 ? { ...bar, openTimeUtcMs: bar.openTimeUtcMs + 1000 } : bar,
  ) as Bar[];
  expect((await read(mt5BarFile({ bars: slipped, clock: 'ny+7' }))).warnings).toEqual([
    {
      code: 'BARS_OFF_GRID',
      message:
        '1 of 2760 bars do not open where a M5 bar anchored at hour does, from 2024-01-08T00:35Z to 2024-01-08T00:35Z. They are kept as they are.',
    },
  ]);
});

test('takes the timeframe that is given where the spacing tells none, and says so', async () => {
  const [one] = gold;
  const file = await read(mt5BarFile({ bars: one === undefined ? [] : [one], clock: 'ny+7' }), {
    clock: 'ny+7',
    timeframe: 'H1',
  });
  expect(file.timeframe).toBe('H1');
  expect(codes(file)).toEqual(['CLOCK_UNCHECKED', 'TIMEFRAME_UNCONFIRMED']);
});

test('reports progress up to the whole file, in rows and in bytes of the disk', async () => {
  const seen: ReadProgress[] = [];
  const minutes = sampleBars({ count: 20_000 });
  const content = gzipSync(mt5BarFile({ bars: minutes, clock: 'ny+7' }));
  await read(content, { clock: 'ny+7', onProgress: (progress) => seen.push(progress) });
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.at(-1)).toEqual({ bytesRead: content.length, bytesTotal: content.length, rows: minutes.length });
  expect(seen.map(({ rows }) => rows)).toEqual(seen.map(({ rows }) => rows).toSorted((a, b) => a - b));
});

test.each([
  ['an empty file', '', 'FILE_EMPTY', /is empty/],
  ['a gzipped nothing', gzipSync(''), 'FILE_EMPTY', /is empty/],
  ['a header alone', `${goldLines[0]}\r\n`, 'FILE_EMPTY', /has no rows/],
  ['a header without a line end', goldLines[0] ?? '', 'FILE_EMPTY', /has no rows/],
  [
    'a compressed file that was cut',
    gzipSync(goldFile).subarray(0, 9000),
    'FILE_TRUNCATED',
    /ends before its data does/,
  ],
  [
    'a compressed file cut in its head',
    gzipSync(goldFile).subarray(0, 5),
    'FILE_TRUNCATED',
    /ends before its data does/,
  ],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'FILE_BINARY', /is not text/],
  ['a compressed picture', gzipSync(Buffer.alloc(5000)), 'FILE_BINARY', /is not text/],
  ['a zip archive', Buffer.from('PK\u0003\u0004\u0014\u0000\u0000\u0000', 'latin1'), 'FILE_BINARY', /unpack/],
  ['text without end', 'x'.repeat(70_000), 'FILE_BINARY', /line without an end/],
  ['rows without a header', withLines((lines) => lines.slice(1)), 'FORMAT_UNKNOWN', /first line is "2024\.01\.08/],
  ['a web page', '<!DOCTYPE html>\n<html>\n', 'FORMAT_UNKNOWN', /Known are: MT5 bar export .*, normalized CSV/],
  [
    'a header with no bar below',
    withLines(([header = '']) => [header, 'a', 'b']),
    'ROWS_INVALID',
    /Line 2 is "a" \(rowMalformed\)/,
  ],
  ['one bar', withLines((lines) => lines.slice(0, 2)), 'TIMEFRAME_UNKNOWN', /--timeframe/],
])('%s ends in a fault that says so', async (_, content, code, message) => {
  const fault = await faultOf(content);
  expect(fault.code).toBe(code);
  expect(fault.message).toMatch(message);
});

test('damage inside a compressed file is found', async () => {
  const damaged = gzipSync(goldFile);
  damaged.fill(0xff, 5000, 5100);
  expect(await faultOf(damaged)).toMatchObject({ code: 'FILE_DAMAGED' });
});

test('another timeframe than the file’s is a fault, since such bars would lie', async () => {
  expect(await faultOf(goldFile, { clock: 'ny+7', timeframe: 'H1' })).toMatchObject({
    code: 'TIMEFRAME_MISMATCH',
    facts: { given: 'H1', detected: 'M5' },
  });
});

test('a file that is not there, and a folder, end in faults', async () => {
  expect(await readBars(join(folder, 'nowhere'), { clock: 'utc' })).toMatchObject({
    ok: false,
    error: { code: 'FILE_NOT_FOUND' },
  });
  await mkdir(join(folder, 'a folder'));
  expect(await readBars(join(folder, 'a folder'), { clock: 'utc' })).toMatchObject({
    ok: false,
    error: { code: 'FILE_UNREADABLE' },
  });
});

const mayReadAll = process.platform === 'win32' || process.getuid?.() === 0;

test.skipIf(mayReadAll)(
  mayReadAll
    ? 'skipped: this user may read everything: a file without permission ends in a fault'
    : 'a file without permission ends in a fault',
  async () => {
    const path = await write(goldFile);
    await chmod(path, 0o000);
    expect(await readBars(path, { clock: 'utc' })).toMatchObject({ ok: false, error: { code: 'FILE_UNREADABLE' } });
  },
);
