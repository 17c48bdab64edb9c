import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { EngineInput } from '#main/engine/engine-input.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { readWordFile, watchWordFiles } from './word-files.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ats-word-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('the text of a file is its reason, in one line and with a bound', () => {
  const folder = temporaryFolder();
  expect(readWordFile(folder, 'halt')).toBeNull();
  writeFileSync(path.join(folder, 'halt'), '\ufeffthe broker\r\nis down\n');
  expect(readWordFile(folder, 'halt')).toBe('the broker is down');
  writeFileSync(path.join(folder, 'halt'), 'x'.repeat(100_000));
  expect(readWordFile(folder, 'halt')).toBe('x'.repeat(500));
  expect(readWordFile(folder, 'flatten')).toBeNull();
});

test('an empty file, and one to which an editor gave a suffix, says so as well', () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'halt.txt'), '');
  expect(readWordFile(folder, 'halt')).toBe('the file “halt.txt” is in the data folder');
});

test('what is there and cannot be read says so all the same', () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'halt'));
  expect(readWordFile(folder, 'halt')).toMatch('cannot be read');
  symlinkSync(path.join(folder, 'nowhere'), path.join(folder, 'flatten'));
  expect(readWordFile(folder, 'flatten')).toMatch('cannot be read');
});

const cannotMakePipes = process.platform === 'win32';

test.skipIf(cannotMakePipes)(
  cannotMakePipes ? 'skipped: Windows has no named pipes in folders' : 'a pipe of that name holds nothing up',
  () => {
    const folder = temporaryFolder();
    execFileSync('mkfifo', [path.join(folder, 'halt')]);
    expect(readWordFile(folder, 'halt')).toMatch('it is no file');
  },
);

const seesAll = process.platform === 'win32' || process.getuid?.() === 0;

test.skipIf(seesAll)(
  seesAll
    ? 'skipped: who may read everything cannot be kept out'
    : 'a folder that cannot be looked into halts, and closes nothing',
  () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o000);
    onTestFinished(() => chmodSync(folder, 0o700));
    expect(readWordFile(folder, 'halt')).toMatch('cannot be seen');
    expect(readWordFile(folder, 'flatten')).toBeNull();
  },
);

test('tells at once what is there, then what comes and goes, each once and within half a second', () => {
  const folder = temporaryFolder();
  const clock = createManualClock();
  const heard: EngineInput[] = [];
  writeFileSync(path.join(folder, 'halt'), 'maintenance');
  const accept = (input: EngineInput): void => void heard.push(input);
  const watching = watchWordFiles({ folder, engine: { accept }, timers: clock.timers });
  expect(heard).toEqual([{ kind: 'wordFileChanged', word: 'halt', reason: 'maintenance' }]);
  clock.advance(5_000);
  writeFileSync(path.join(folder, 'flatten'), 'enough');
  clock.advance(500);
  rmSync(path.join(folder, 'halt'));
  clock.advance(500);
  expect(heard.slice(1)).toEqual([
    { kind: 'wordFileChanged', word: 'flatten', reason: 'enough' },
    { kind: 'wordFileChanged', word: 'halt', reason: null },
  ]);
  watching[Symbol.dispose]();
  expect(clock.pendingTimers()).toBe(0);
});
