import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleRunRecord } from '#main/testkit/sample-run-record.ts';
import { dataFolderAt, type DataFolder } from '../data-folder/data-folder.ts';
import { listRuns, readRun, writeRun } from './run-files.ts';

let folder: DataFolder;

beforeEach(() => {
  folder = dataFolderAt(mkdtempSync(path.join(tmpdir(), 'ats-runs-')));
});

afterEach(() => {
  rmSync(folder.path, { recursive: true });
});

const recordOf = (runId: string) => ({ ...sampleRunRecord(), runId });
const fileOf = (runId: string): string => path.join(folder.runsFolder, `${runId}.json`);

test('what is kept is read as it was, by its owner alone, and nothing else lies beside it', () => {
  expect(writeRun(folder, recordOf('20260101-000000-B-XAUUSD-aaaaaa'))).toEqual({ ok: true });
  expect(readRun(folder, '20260101-000000-B-XAUUSD-aaaaaa')).toEqual({
    ok: true,
    value: recordOf('20260101-000000-B-XAUUSD-aaaaaa'),
  });
  expect(readdirSync(folder.runsFolder)).toEqual(['20260101-000000-B-XAUUSD-aaaaaa.json']);
  expect(statSync(fileOf('20260101-000000-B-XAUUSD-aaaaaa')).mode & 0o77).toBe(0);
});

test('the newest comes first, and a folder without runs has none', () => {
  expect(listRuns(folder)).toEqual([]);
  for (const runId of ['20250101-1', '20260101-1', '20240101-1']) writeRun(folder, recordOf(runId));
  writeFileSync(path.join(folder.runsFolder, 'notes.txt'), 'mine');
  expect(listRuns(folder)).toEqual(['20260101-1', '20250101-1', '20240101-1']);
});

test('a record that is not there is told with those that are; a name that is a path is none', () => {
  expect(readRun(folder, 'a')).toMatchObject({
    error: { code: 'RUN_UNKNOWN', message: 'There is no run a. None was kept yet.' },
  });
  writeRun(folder, recordOf('b'));
  writeFileSync(path.join(folder.path, 'secret.json'), '{}');
  for (const runId of ['a', '../secret', ''])
    expect(readRun(folder, runId)).toMatchObject({
      error: { code: 'RUN_UNKNOWN', message: expect.stringContaining('The newest are b.') as string },
    });
});

test('a record that was cut, changed beyond its shape or renamed is damaged, and stays', () => {
  writeRun(folder, recordOf('a'));
  const whole = readFileSync(fileOf('a'), 'utf8');
  for (const text of [whole.slice(0, -20), whole.replace('"version":1', '"version":2'), '']) {
    writeFileSync(fileOf('a'), text);
    expect(readRun(folder, 'a')).toMatchObject({ error: { code: 'RUN_DAMAGED', facts: { file: fileOf('a') } } });
    expect(readFileSync(fileOf('a'), 'utf8')).toBe(text);
  }
  writeFileSync(fileOf('c'), whole);
  expect(readRun(folder, 'c')).toMatchObject({ error: { code: 'RUN_DAMAGED' } });
});

test('where the folder cannot be made nothing is kept, and said so', () => {
  writeFileSync(folder.runsFolder, 'a file');
  expect(writeRun(folder, recordOf('a'))).toMatchObject({ error: { code: 'DATA_FOLDER_UNUSABLE' } });
  expect(readRun(folder, 'a')).toMatchObject({ error: { code: 'RUN_UNKNOWN' } });
});

const ownMount = ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=128k none "$1" && shift && exec "$@"', 'sh'];

/** A mount of one's own needs Linux and its user namespaces. */
const mayMount = spawnSync('unshare', [...ownMount, '/mnt', 'true']).status === 0;

test.skipIf(!mayMount)(
  mayMount
    ? 'on a full disk nothing half-written is left, and what was kept stays'
    : 'skipped: this machine lets nobody mount a small disk',
  () => {
    const disk = path.join(folder.path, 'disk');
    mkdirSync(disk);
    const script = fileURLToPath(new URL('./small-runs-disk.suite.ts', import.meta.url));
    const ended = spawnSync('unshare', [...ownMount, disk, process.execPath, script, disk], { encoding: 'utf8' });
    expect(ended.stderr).toBe('');
    expect(
      ended.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { code: null, there: ['first.json'] },
      { code: 'STORE_FULL', there: ['first.json'] },
    ]);
  },
);
