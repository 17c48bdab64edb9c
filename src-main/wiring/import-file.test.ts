import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { normalizedBarFile } from '#main/testkit/bar-file.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { importFile, type ImportWish } from './import-file.ts';
import { openDataFolder } from './open-data-folder.ts';
import { temporaryDataFolder, whileCockpitRuns, type TemporaryFolder } from './while-cockpit-runs.suite.ts';

const count = 500;

function wishIn({ path: folder, beside }: TemporaryFolder): ImportWish {
  const file = path.join(beside, 'minutes.csv');
  writeFileSync(file, normalizedBarFile(sampleBars({ count })));
  return { folder, file, symbol: 'XAUUSD', clock: 'utc', source: 'import' };
}

test('bars are stored once, however often their file is imported', async () => {
  using folder = temporaryDataFolder();
  const wish = wishIn(folder);
  const rows: number[] = [];
  const first = await importFile({ ...wish, onProgress: (progress) => rows.push(progress.rows) });
  expect(first).toMatchObject({ ok: true, value: { timeframe: 'M1', read: count, inserted: count, duplicates: 0 } });
  expect(rows.at(-1)).toBe(count);
  const second = await importFile(wish);
  expect(second).toMatchObject({ ok: true, value: { read: count, inserted: 0, duplicates: count } });
  await using opened = new AsyncDisposableStack();
  const reopened = await openDataFolder(folder.path, 'cli');
  if (reopened.ok) opened.use(reopened.value);
  expect(reopened).toMatchObject({ ok: true });
});

test('a folder that an engine holds is not written to', async () => {
  using folder = temporaryDataFolder();
  const wish = wishIn(folder);
  await whileCockpitRuns(folder, async () => {
    expect(await importFile(wish)).toMatchObject({
      error: { code: 'DATA_FOLDER_IN_USE', facts: { folder: folder.path, pid: process.pid } },
    });
  });
  expect(await importFile(wish)).toMatchObject({ value: { inserted: count } });
});

test.each([
  ['a clock that is none', { clock: 'mars' }, 'CLOCK_RULE_UNKNOWN'],
  ['a file that is not there', { file: 'nowhere.csv' }, 'FILE_NOT_FOUND'],
  ['the name that is kept for the terminal', { source: 'terminal' }, 'VALUE_INVALID'],
])('%s is refused, and the folder is let go', async (_, wrong, code) => {
  using folder = temporaryDataFolder();
  const wish = wishIn(folder);
  expect(await importFile({ ...wish, ...wrong })).toMatchObject({ error: { code } });
  expect(await importFile(wish)).toMatchObject({ value: { inserted: count } });
});
