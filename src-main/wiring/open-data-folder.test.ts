import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { openDataFolder, type OpenDataFolder } from './open-data-folder.ts';

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'ats-open-folder-'));
  folder = path.join(parent, 'cockpit');
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

async function open(): Promise<OpenDataFolder> {
  const opened = await openDataFolder(folder, 'cli');
  assert(opened.ok, () => JSON.stringify(opened));
  return opened.value;
}

const filesIn = (of: string): readonly string[] =>
  readdirSync(of, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));

/** Looked at without being opened: on POSIX, closing a file lets go of what this process has locked of it. */
const footprint = (): unknown =>
  filesIn(folder).map((file) => {
    const { size, mtimeMs } = statSync(file);
    return { file, size, mtimeMs };
  });

test('a folder that is missing is made, and what is let go can be opened again', async () => {
  {
    await using first = await open();
    expect(first.folder.path).toBe(folder);
    expect(first.stores.ledger.reads.latestDeals(1)).toEqual([]);
  }
  await using again = await open();
  expect(again.stores.market.bars.summaries()).toEqual([]);
});

test('a folder that is held is refused to a second, and nothing of it changes', async () => {
  await using first = await open();
  await first.flushLog();
  const before = footprint();
  const second = await openDataFolder(folder, 'cli');
  expect(second).toMatchObject({ error: { code: 'DATA_FOLDER_IN_USE', facts: { folder } } });
  expect(footprint()).toEqual(before);
});

test('a path that can hold no folder is unusable', async () => {
  writeFileSync(folder, 'a file');
  for (const unusable of [folder, path.join(folder, 'below')]) {
    const opened = await openDataFolder(unusable, 'cli');
    expect(opened).toMatchObject({ error: { code: 'DATA_FOLDER_UNUSABLE', facts: { folder: unusable } } });
  }
  expect(readFileSync(folder, 'utf8')).toBe('a file');
});

test.each(['ledger.db', 'market.db'])('a %s that is none is left as it is, and the folder is let go', async (name) => {
  {
    await using made = await open();
    expect(made.folder.path).toBe(folder);
  }
  const file = path.join(folder, name);
  const stored = readFileSync(file);
  for (const left of ['-wal', '-shm']) rmSync(file + left, { force: true });
  writeFileSync(file, 'no database, and long enough to be looked at. '.repeat(100));
  const damaged = readFileSync(file);
  expect(await openDataFolder(folder, 'cli')).toMatchObject({ error: { code: 'STORE_UNREADABLE' } });
  expect(readFileSync(file)).toEqual(damaged);
  writeFileSync(file, stored);
  await using again = await open();
  expect(again.folder.path).toBe(folder);
});

test('what is logged lies in the folder once it is let go', async () => {
  {
    await using opened = await open();
    opened.logger.info('a word for the test', { answer: 42 });
  }
  const written = filesIn(path.join(folder, 'logs')).map((file) => readFileSync(file, 'utf8'));
  expect(written.filter((text) => text.includes('a word for the test'))).toHaveLength(1);
});
