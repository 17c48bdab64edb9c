import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultSchema, type Fault } from '#shared/base/fault.ts';
import { runRecordSchema } from '#shared/contract/backtest.ts';
import { normalizedBarFile } from '#main/testkit/bar-file.ts';
import { startHeadlessEngine } from '#main/testkit/headless-engine.ts';
import { runToEnd, type Ended } from '#main/testkit/run-to-end.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';

/** Two years of gold's hours from a file, in a folder that every test reads and none changes beyond its runs. */
let parent: string;
let folder: string;

const ats = (...words: readonly string[]): Promise<Ended> =>
  runToEnd('cli', words, { environment: { ATS_DATA: folder, TZ: 'UTC' } });

const objectIn = ({ stdout }: Ended): Record<string, unknown> => {
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return JSON.parse(stdout) as Record<string, unknown>;
};

const faultIn = (ended: Ended): Fault => faultSchema.parse(objectIn(ended).error);

const runsKept = (): readonly string[] =>
  existsSync(path.join(folder, 'runs')) ? readdirSync(path.join(folder, 'runs')).sort() : [];

beforeAll(async () => {
  parent = mkdtempSync(path.join(tmpdir(), 'ats-backtest-'));
  folder = path.join(parent, 'cockpit');
  const file = path.join(parent, 'hours.csv');
  writeFileSync(file, normalizedBarFile(sampleBars({ count: 12_000, timeframe: 'H1' })));
  const imported = await ats('import', file, '--symbol', 'XAUUSD', '--clock', 'utc', '--timeframe', 'H1');
  expect(imported.code).toBe(0);
});

afterAll(() => {
  rmSync(parent, { recursive: true });
});

test('scenario B over stored hours answers with one object, its figures on top, and keeps the record whole', async () => {
  const ended = await ats('backtest', '--scenario', 'B', '--symbols', 'XAUUSD', '--json');
  expect(ended.code).toBe(0);
  const said = objectIn(ended);
  expect(Object.keys(said).slice(0, 6)).toEqual(['runId', 'metrics', 'report', 'data', 'notes', 'switches']);
  expect(said.metrics).toMatchObject({ trades: expect.any(Number) as number, sharpe: expect.any(Number) as number });
  expect(said.runId).toMatch(/^\d{8}-\d{6}-B-XAUUSD-[0-9a-f]{6}$/);
  const kept = runRecordSchema.parse(
    JSON.parse(readFileSync(path.join(folder, 'runs', `${String(said.runId)}.json`), 'utf8')),
  );
  expect(kept.report.metrics).toEqual(said.metrics);
  expect(kept.trades).toHaveLength(kept.report.metrics.trades);
  expect(runsKept().every((name) => name.endsWith('.json'))).toBe(true);
});

test('the same run comes out again, bit by bit, with any number of workers; its report can be shown later', async () => {
  const first = objectIn(await ats('backtest', '--workers', '1', '--json'));
  const second = objectIn(await ats('backtest', '--workers', '3', '--json'));
  const hashes = ({ hashes: of }: Record<string, unknown>) => of;
  expect(hashes(second)).toEqual(hashes(first));
  const kept = runsKept();
  const repeated = await ats('backtest', '--repeat', String(first.runId), '--json');
  expect(objectIn(repeated)).toMatchObject({ isEqual: true, metrics: first.metrics });
  expect(runsKept()).toEqual(kept);
  expect(objectIn(await ats('report', String(first.runId), '--json'))).toEqual(first);
  const shown = await ats('report', 'latest');
  expect(shown.stdout).toContain('Strategy B on XAUUSD');
  expect(shown.stdout).toContain('TARGETS');
});

test('a repeat after the bars were changed says what is not as it was', async () => {
  const first = objectIn(await ats('backtest', '--json'));
  const file = path.join(folder, 'runs', `${String(first.runId)}.json`);
  const record = JSON.parse(readFileSync(file, 'utf8')) as { hashes: Record<string, string> };
  writeFileSync(file, JSON.stringify({ ...record, hashes: { ...record.hashes, result: 'f00', data: 'f00' } }));
  const repeated = await ats('backtest', '--repeat', String(first.runId), '--json');
  expect(faultIn(repeated)).toMatchObject({ code: 'RUN_DIFFERS', facts: { different: 'data' } });
  expect(repeated.code).toBe(1);
  rmSync(file);
});

test.each([
  ['an unknown symbol', ['--symbols', 'FOO'], 'DATA_MISSING', 'There are bars of XAUUSD'],
  ['an empty range', ['--from', '2040-01-01'], 'RANGE_EMPTY', 'What is stored goes from 2024-01-02'],
  ['a range that ends before it begins', ['--from', '2024-05-01', '--to', '2024-04-01'], 'RANGE_INVALID', '--from'],
  ['a parameter out of range', ['--set', 'stopAtr=99'], 'PARAMETER_INVALID', 'goes from 0.5 to 10'],
  ['an unknown parameter', ['--set', 'hope=1'], 'PARAMETER_INVALID', 'It has: timeframe'],
  ['an unknown strategy', ['--scenario', 'Z'], 'STRATEGY_UNKNOWN', 'There are: A, B'],
  ['bars too coarse', ['--scenario', 'A', '--balance', '2500'], 'DATA_TOO_COARSE', 'only H1 is stored'],
  ['a source that is not there', ['--source', 'elsewhere'], 'DATA_MISSING', 'H1 from import'],
  ['a run that is not there', ['--repeat', 'nothing'], 'RUN_UNKNOWN', 'There is no run nothing'],
])('%s is a clear error, and leaves nothing behind', async (_name, words, code, text) => {
  const kept = runsKept();
  const ended = await ats('backtest', ...words, '--json');
  expect(faultIn(ended)).toMatchObject({ code, message: expect.stringContaining(text) as string });
  expect(ended.code).toBe(1);
  expect(runsKept()).toEqual(kept);
});

test('flags that say nothing are refused by name', async () => {
  for (const words of [
    ['--from', '2024-02-31'],
    ['--set', 'stopAtr'],
    ['--balance', '0'],
    ['--workers', '0'],
    ['--seed', '-1'],
  ])
    expect(faultIn(await ats('backtest', ...words, '--json'))).toMatchObject({
      code: 'REQUEST_INVALID',
      message: expect.stringContaining(words[0] ?? '') as string,
    });
});

test('a damaged record is told as such, and a missing one with those that there are', async () => {
  const file = path.join(folder, 'runs', '20200101-000000-B-XAUUSD-000000.json');
  writeFileSync(file, '{"version": 1, "runId"');
  const ended = await ats('report', '20200101-000000-B-XAUUSD-000000', '--json');
  expect(faultIn(ended)).toMatchObject({ code: 'RUN_DAMAGED', facts: { file } });
  rmSync(file);
  expect(faultIn(await ats('report', '../cockpit', '--json'))).toMatchObject({ code: 'RUN_UNKNOWN' });
});

test('a running engine and a backtest do not disturb each other', async () => {
  await using engine = await startHeadlessEngine({ data: folder, words: ['--no-launch-terminal'] });
  expect(objectIn(await ats('backtest', '--json')).metrics).toBeDefined();
  expect(engine.complaints()).not.toContain('ERROR');
});

test('the shell is told commands, flags and values', async () => {
  expect((await ats('completion', 'bash')).stdout).toContain('bash completion for ats');
  expect((await ats('complete', '--', 'backtest', '--sc')).stdout).toContain('--scenario');
  const strategies = await ats('complete', '--', 'backtest', '--scenario', '');
  for (const id of ['A', 'B', 'both', 'donchian']) expect(strategies.stdout).toMatch(new RegExp(`^${id}\\t`, 'm'));
  expect((await ats('complete', '--', 'report', '')).stdout).toContain('latest');
});
