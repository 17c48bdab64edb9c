import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { createDataFolder, dataFolderAt, type DataFolder } from './data-folder.ts';
import { acquireDataFolderLock, isDataFolderLocked, type DataFolderLock } from './data-folder-lock.ts';
import { findLiveSession } from './find-live-session.ts';
import { readSessionFile, writeSessionFile } from './session-file.ts';

let root: string;
let folder: DataFolder;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'ats data folder-'));
  const created = createDataFolder(path.join(root, 'nested', 'folder'));
  assert(created.ok, 'a fresh folder can be made');
  folder = created.value;
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

const session = { port: 4001, token: 'open-sesame', pid: process.pid };

function acquire(): DataFolderLock {
  const lock = acquireDataFolderLock(folder);
  assert(lock.ok, 'the folder is free');
  return lock.value;
}

type Holder = ChildProcessByStdio<Writable, Readable, null>;

async function startHolder(): Promise<{ holder: Holder; said: string }> {
  const script = fileURLToPath(new URL('./lock-holder.suite.ts', import.meta.url));
  const holder = spawn(process.execPath, [script, folder.path], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [said] = (await once(holder.stdout, 'data')) as [Buffer];
  return { holder, said: said.toString().trim() };
}

test.skipIf(process.platform === 'win32')('a folder that it makes is open to its owner alone', () => {
  expect(statSync(folder.path).mode & 0o777).toBe(0o700);
});

test('a path that cannot become a folder is unusable', () => {
  writeFileSync(path.join(root, 'file'), '');
  for (const impossible of ['file', path.join('file', 'below')])
    expect(createDataFolder(path.join(root, impossible))).toMatchObject({
      ok: false,
      error: { code: 'DATA_FOLDER_UNUSABLE', message: expect.stringContaining('--data') as string },
    });
});

test('a folder that is not there cannot be locked, and is not in use', () => {
  const absent = dataFolderAt(path.join(root, 'absent'));
  expect(acquireDataFolderLock(absent)).toMatchObject({ error: { code: 'DATA_FOLDER_UNUSABLE' } });
  expect(isDataFolderLocked(absent)).toBe(false);
});

test('one process cannot hold the folder twice, and can again after letting go', () => {
  const first = acquire();
  expect(isDataFolderLocked(folder)).toBe(true);
  expect(acquireDataFolderLock(folder)).toMatchObject({ error: { code: 'DATA_FOLDER_IN_USE', facts: { pid: null } } });
  expect(isDataFolderLocked(folder)).toBe(true);
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  expect(isDataFolderLocked(folder)).toBe(false);
  acquire()[Symbol.dispose]();
});

test('a second process is refused with the holder named, until the holder is killed', async () => {
  const { holder, said } = await startHolder();
  expect(said).toBe('held');
  expect(findLiveSession(folder)).toEqual({ ok: true, value: { port: 4000, token: 'open-sesame', pid: holder.pid } });
  const refused = acquireDataFolderLock(folder);
  expect(refused).toMatchObject({ error: { code: 'DATA_FOLDER_IN_USE', facts: { pid: holder.pid } } });
  expect(refused.ok ? '' : refused.error.message).toContain('Nothing was lost');

  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(readSessionFile(folder)).not.toBeNull();
  expect(findLiveSession(folder)).toEqual({ ok: true, value: null });
  const lock = acquire();
  expect(readSessionFile(folder)).toBeNull();

  expect((await startHolder()).said).toBe('DATA_FOLDER_IN_USE');
  lock[Symbol.dispose]();
});

test('the session ends with the lock', () => {
  const lock = acquire();
  expect(findLiveSession(folder)).toEqual({ ok: true, value: null });
  writeSessionFile(folder, session);
  expect(findLiveSession(folder)).toEqual({ ok: true, value: session });
  lock[Symbol.dispose]();
  expect(existsSync(folder.sessionFile)).toBe(false);
});
