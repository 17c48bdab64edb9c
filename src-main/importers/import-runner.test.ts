import { appendFile, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import { importReportSchema, type ImportProgress, type ImportReport } from '#shared/contract/import-report.ts';
import type { Bar } from '#shared/market/bar.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import { price } from '#shared/units/price.ts';
import { mt5BarFile, normalizedBarFile } from '#main/testkit/bar-file.ts';
import { inMarketHours } from '#main/testkit/in-market-hours.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { createMemoryImportLedger } from '#main/testkit/memory-import-ledger.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { reportPage } from './formats/report-page.suite.ts';
import { importsToMemory, type MemoryImports } from './import-to-memory.suite.ts';
import { readFile } from './read-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ats-import-runner-'));
});
afterAll(() => rm(folder, { recursive: true }));

const gold = inMarketHours(sampleBars({ count: 14 * 24, timeframe: 'H1', startUtcMs: Date.UTC(2024, 0, 8) }), {
  closeHour: 17,
  openHour: 18,
});
const [first] = gold;
const series = { symbol: 'XAUUSD', timeframe: 'H1', source: 'import', anchor: 'hour' } as const;

let files = 0;
async function write(content: string | Uint8Array): Promise<string> {
  files += 1;
  const file = join(folder, `file ${files}`);
  await writeFile(file, content);
  return file;
}

const written = (bars: readonly Bar[]): Promise<string> => write(mt5BarFile({ bars, clock: 'ny+7' }));

function reportIn(result: Result<ImportReport, Fault>): ImportReport & { readonly kind: 'bars' } {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  if (result.value.kind !== 'bars') throw new Error(`the file held ${result.value.kind}`);
  return result.value;
}

const importBars = async (imports: MemoryImports, file: string, isAgain = false) =>
  reportIn(await imports.run({ file, clock: 'ny+7', isAgain }));

const stored = (imports: MemoryImports): readonly Bar[] =>
  imports.bars.read({ series, beforeUtcMs: endOfTimeUtcMs, limit: 1_000_000 });

/** What of a report depends on nothing but the file and the store. */
const lasting = ({ tookMs, ...report }: ImportReport) => ({ ...report, isTimed: tookMs >= 0 });

test('stores the bars of a file under the series that they belong to', async () => {
  const imports = importsToMemory();
  const file = await written(gold);
  const report = await importBars(imports, file);
  expect(lasting(report)).toEqual({
    kind: 'bars',
    file: `file ${files}`,
    sizeBytes: mt5BarFile({ bars: gold, clock: 'ny+7' }).length,
    contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    symbol: 'XAUUSD',
    timeframe: 'H1',
    anchor: 'hour',
    source: 'import',
    format: 'MT5 bar export',
    clock: { rule: 'ny+7', verdict: 'fits' },
    scale: 1,
    read: gold.length,
    inserted: gold.length,
    duplicates: 0,
    refused: { count: 0, byReason: {}, sample: [] },
    disagreements: { count: 0, sample: [] },
    backSteps: 0,
    holes: { expected: 10, unexpected: 0, missingBars: 0, longest: [] },
    firstUtcMs: first?.openTimeUtcMs,
    lastUtcMs: gold.at(-1)?.openTimeUtcMs,
    warnings: [],
    resumedFrom: 0,
    isKnown: false,
    isTimed: true,
  });
  expect(importReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  expect(stored(imports)).toEqual(gold);
  expect(imports.changedSeries).toEqual([series]);
});

test('bytes that are known are not read again, unless that is asked for', async () => {
  const imports = importsToMemory();
  const file = await written(gold);
  const report = await importBars(imports, file);
  const copy = await written(gold);
  const again = await importBars(imports, copy);
  expect(lasting(again)).toEqual({ ...lasting(report), isKnown: true, inserted: 0, duplicates: gold.length });
  expect(imports.filesRead).toHaveLength(1);
  expect(await importBars(imports, file, true)).toMatchObject({ isKnown: false, inserted: 0, duplicates: gold.length });
  expect(imports.filesRead).toHaveLength(2);
});

test.each([
  ['symbol', { symbol: 'GOLD' }],
  ['source', { source: 'other' }],
  ['clock', { clock: 'eet' }],
  ['scale', { scale: 2 }],
])('the same bytes by another %s are another import', async (_, changes) => {
  const imports = importsToMemory();
  const file = await written(gold);
  await importBars(imports, file);
  expect(reportIn(await imports.run({ file, clock: 'ny+7', ...changes })).isKnown).toBe(false);
  expect(imports.filesRead).toHaveLength(2);
});

test('a longer file adds what is new', async () => {
  const imports = importsToMemory();
  await importBars(imports, await written(gold.slice(0, 100)));
  const report = await importBars(imports, await written(gold));
  expect(report).toMatchObject({ inserted: gold.length - 100, duplicates: 100 });
});

test('bars that say otherwise than the stored ones are reported, and the stored ones stay', async () => {
  const imports = importsToMemory();
  await importBars(imports, await written(gold));
  const changed = gold.map((bar, index) => (index < 2 ? { ...bar, high: price(bar.high + 1) } : bar));
  const second = await importBars(imports, await written(changed));
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
  expect(stored(imports)).toEqual(gold);
});

test('every row is accounted for once', async () => {
  const imports = importsToMemory();
  await importBars(imports, await written(gold.slice(10, 20)));
  const [header, ...rows] = mt5BarFile({ bars: gold, clock: 'ny+7' }).split('\r\n').slice(0, -1);
  const contradiction = rows[15]?.replace(/\t\d+$/, '\t999');
  const odd = [header, ...rows.slice(16), contradiction, ...rows.slice(0, 15), 'x', rows[3], ''].join('\r\n');
  const { read, inserted, duplicates, disagreements, refused } = await importBars(imports, await write(odd));
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

const minutes = sampleBars({ count: 20_000 });

test('an import that is cancelled keeps what it stored, and the same wish goes on to the same report', async () => {
  const undisturbed = reportIn(await importsToMemory().run({ file: await write(normalizedBarFile(minutes)) }));
  const imports = importsToMemory();
  const file = await write(normalizedBarFile(minutes));
  const cancelling = new AbortController();
  const onProgress = ({ phase, done }: ImportProgress): void => {
    if (phase === 'storing' && done > 3000) cancelling.abort();
  };
  const cancelled = await imports.run({ file }, { onProgress, signal: cancelling.signal });
  expect(cancelled).toMatchObject({ error: { code: 'IMPORT_CANCELLED', facts: { records: minutes.length } } });
  const storedBefore = imports.bars.summaries()[0]?.count ?? 0;
  expect(storedBefore).toBeGreaterThan(3000);
  expect(storedBefore).toBeLessThan(minutes.length);
  const resumed = reportIn(await imports.run({ file }));
  expect(lasting(resumed)).toEqual({ ...lasting(undisturbed), file: resumed.file, resumedFrom: storedBefore });
  expect(imports.bars.summaries()[0]?.count).toBe(minutes.length);
  expect(reportIn(await imports.run({ file }))).toMatchObject({ isKnown: true, resumedFrom: storedBefore });
});

test('a store that fails in the middle ends in its own fault, and the same wish goes on', async () => {
  const bars = createMemoryBarStore();
  const full = fault('STORE_FULL', 'The disk is full.');
  let isFull = true;
  const imports = importsToMemory({
    stores: {
      ...noStores,
      bars: {
        appendColumns: (of, columns, span) => {
          if (isFull && span.from > 3000) throw new FaultError(full);
          return bars.appendColumns(of, columns, span);
        },
      },
    },
  });
  const file = await write(normalizedBarFile(minutes));
  expect(await imports.run({ file })).toEqual({ ok: false, error: full });
  isFull = false;
  const resumed = reportIn(await imports.run({ file }));
  expect(resumed).toMatchObject({ inserted: minutes.length, duplicates: 0, disagreements: { count: 0 } });
  expect(resumed.resumedFrom).toBeGreaterThan(3000);
});

test('a store that is locked for a while is waited for, and one that stays locked ends the import', async () => {
  const bars = createMemoryBarStore();
  const busy = fault('STORE_BUSY', 'Another program keeps the market locked.');
  let refusals = 5;
  const imports = importsToMemory({
    stores: {
      ...noStores,
      bars: {
        appendColumns: (of, columns, span) => {
          if (refusals-- > 0) throw new FaultError(busy);
          return bars.appendColumns(of, columns, span);
        },
      },
    },
  });
  const file = await write(normalizedBarFile(minutes));
  expect(await imports.run({ file })).toMatchObject({ value: { inserted: minutes.length, duplicates: 0 } });
  refusals = Infinity;
  expect(await imports.run({ file, isAgain: true })).toEqual({ ok: false, error: busy });
});

test('an import that an older program left unfinished begins anew', async () => {
  const ledger = createMemoryImportLedger();
  const imports = importsToMemory({
    ledger: { ...ledger, find: (key) => ledger.find(key) ?? { ...unfinished, ...key } },
  });
  const report = reportIn(await imports.run({ file: await write(normalizedBarFile(minutes)) }));
  expect(report).toMatchObject({ resumedFrom: 0, inserted: minutes.length });
});

test('one file is imported at a time', async () => {
  const imports = importsToMemory();
  const file = await written(gold);
  const running = imports.run({ file, clock: 'ny+7' });
  expect(await imports.run({ file, clock: 'ny+7' })).toMatchObject({
    error: { code: 'IMPORT_RUNNING', facts: { file } },
  });
  expect(await running).toMatchObject({ ok: true });
  expect(await imports.run({ file, clock: 'ny+7' })).toMatchObject({ ok: true });
});

test('nothing is stored of a file that turns out to be cut', async () => {
  const imports = importsToMemory();
  const whole = gzipSync(mt5BarFile({ bars: sampleBars({ count: 5000 }), clock: 'ny+7' }));
  const file = await write(whole.subarray(0, whole.length - 100));
  expect(await imports.run({ file, clock: 'ny+7' })).toMatchObject({ error: { code: 'FILE_TRUNCATED' } });
  expect(imports.bars.summaries()).toEqual([]);
});

test('nothing is stored of a file that somebody writes on while it is read', async () => {
  const file = await written(gold);
  const imports = importsToMemory({
    readFile: async (path, reading) => {
      const read = await readFile(path, reading);
      await appendFile(path, 'x');
      await utimes(path, new Date(), new Date());
      return read;
    },
  });
  expect(await imports.run({ file, clock: 'ny+7' })).toMatchObject({ error: { code: 'FILE_UNREADABLE' } });
  expect(imports.bars.summaries()).toEqual([]);
});

test('what fails in a way that nobody expected is said, and the next import runs', async () => {
  const appendColumns = (): never => {
    throw new Error('no such thing');
  };
  const file = await written(gold);
  const imports = importsToMemory({ stores: { ...noStores, bars: { appendColumns } } });
  expect(await imports.run({ file, clock: 'ny+7' })).toMatchObject({
    error: { code: 'IMPORT_FAILED', facts: { reason: 'no such thing' } },
  });
  expect(await imports.run({ file, clock: 'mars' })).toMatchObject({ error: { code: 'CLOCK_RULE_UNKNOWN' } });
});

test.each([
  ['the terminal’s source', { source: 'terminal' }],
  ['no source', { source: '' }],
  ['no symbol', { symbol: '' }],
  ['an endless symbol', { symbol: 'X'.repeat(65) }],
])('%s is refused before the file is read', async (_, names) => {
  const imports = importsToMemory();
  expect(await imports.run({ file: join(folder, 'nowhere'), ...names })).toMatchObject({
    error: { code: 'VALUE_INVALID' },
  });
  expect(imports.filesRead).toEqual([]);
});

test('ticks are stored with those of their millisecond, however often their file is imported', async () => {
  const imports = importsToMemory();
  const start = Date.UTC(2024, 0, 8);
  const rows = Array.from(
    { length: 3000 },
    (_, index) => `${start + Math.floor(index / 7)},${(1 + index / 1e4).toFixed(5)},2`,
  );
  const file = await write(['time_utc_ms,bid,ask', ...rows, ''].join('\n'));
  const first = await imports.run({ file, symbol: 'EURUSD' });
  expect(first).toMatchObject({
    value: { kind: 'ticks', read: 3000, stored: 3000, backSteps: 0, refused: { count: 0 }, firstUtcMs: start },
  });
  const once = [...imports.ticks];
  expect(once.map(({ occurredAtUtcMs, bid }) => `${occurredAtUtcMs},${bid.toFixed(5)}`)).toEqual(
    rows.map((row) => row.replace(/,2$/, '')),
  );
  await imports.run({ file, symbol: 'EURUSD', isAgain: true });
  expect(imports.ticks).toEqual(once);
});

test('a calendar is stored by the spans that it covers', async () => {
  const imports = importsToMemory();
  const release = (date: string): string => `${Date.parse(`${date}T13:30:00Z`)},${date},USD,CPI,high,unchecked`;
  const rows = ['2024-01-11', '2024-02-13', '2024-03-12'].map(release);
  const file = await write(['time_utc_ms,date,currency,event,impact,check', ...rows, ''].join('\n'));
  expect(await imports.run({ file, symbol: null })).toMatchObject({
    value: { kind: 'calendar', read: 3, inserted: 3, refused: { count: 0 }, firstUtcMs: Date.UTC(2024, 0, 11, 13, 30) },
  });
  expect(imports.events.map(({ name }) => name)).toEqual(['CPI', 'CPI', 'CPI']);
});

test('an account’s history is kept once, with the name of its file, by the clock of its server', async () => {
  const imports = importsToMemory();
  const file = await write(Buffer.from(`\ufeff${reportPage({})}`, 'utf16le'));
  expect(await imports.run({ file, symbol: null })).toMatchObject({ error: { code: 'CLOCK_REQUIRED' } });
  const wish = { file, symbol: null, clock: 'eet' };
  expect(await imports.run(wish)).toMatchObject({ value: { kind: 'report', login: '1234567', deals: 0 } });
  await imports.run({ ...wish, isAgain: true });
  expect(imports.reports.map(({ fileName }) => fileName)).toEqual([`file ${files}`]);
});

const noStores = {
  ticks: { fill: () => undefined },
  calendar: { record: () => ({ inserted: 0, corrected: 0, removed: 0 }) },
  reports: { save: () => true },
};

const unfinished = {
  name: 'file',
  sizeBytes: 1,
  startedAtUtcMs: endOfTimeUtcMs,
  finishedAtUtcMs: null,
  recordsCommitted: 3000,
  body: { rows: 3000 },
};
