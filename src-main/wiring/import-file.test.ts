import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { normalizedBarFile } from '#main/testkit/bar-file.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import type { ImportProgress, ImportWish } from '#shared/contract/import-report.ts';
import { importFile } from './import-file.ts';
import { openDataFolder } from './open-data-folder.ts';
import { temporaryDataFolder, whileCockpitRuns, type TemporaryFolder } from './while-cockpit-runs.suite.ts';

const count = 500;

const quietly = { onProgress: () => undefined, signal: new AbortController().signal };

function wishIn({ beside }: TemporaryFolder): ImportWish {
  const file = path.join(beside, 'minutes.csv');
  writeFileSync(file, normalizedBarFile(sampleBars({ count })));
  return { file, symbol: 'XAUUSD', clock: 'utc', source: 'import', timeframe: null, scale: 1, isAgain: false };
}

test('bars are stored once, however often their file is imported', async () => {
  using folder = temporaryDataFolder();
  const wish = wishIn(folder);
  const seen: ImportProgress[] = [];
  const first = await importFile(folder.path, wish, { ...quietly, onProgress: (progress) => seen.push(progress) });
  expect(first).toMatchObject({
    value: { kind: 'bars', timeframe: 'M1', read: count, inserted: count, duplicates: 0 },
  });
  expect(seen.at(-1)).toEqual({ phase: 'storing', done: count, total: count, rows: count });
  const second = await importFile(folder.path, wish, quietly);
  expect(second).toMatchObject({ value: { isKnown: true, read: count, inserted: 0, duplicates: count } });
  const again = await importFile(folder.path, { ...wish, isAgain: true }, quietly);
  expect(again).toMatchObject({ value: { isKnown: false, read: count, inserted: 0, duplicates: count } });
  await using opened = new AsyncDisposableStack();
  const reopened = await openDataFolder(folder.path, 'cli');
  if (reopened.ok) opened.use(reopened.value);
  expect(reopened).toMatchObject({ ok: true });
});

test('a folder that is held by a program that cannot be asked is not written to', async () => {
  using folder = temporaryDataFolder();
  const wish = wishIn(folder);
  {
    await using held = new AsyncDisposableStack();
    const opened = await openDataFolder(folder.path, 'cli');
    if (opened.ok) held.use(opened.value);
    expect(await importFile(folder.path, wish, quietly)).toMatchObject({
      error: { code: 'DATA_FOLDER_IN_USE', facts: { folder: folder.path } },
    });
  }
  expect(await importFile(folder.path, wish, quietly)).toMatchObject({ value: { inserted: count } });
});

test('an engine that runs on the folder imports for whoever asks it, and tells how far it is', async () => {
  using folder = temporaryDataFolder();
  const wish = wishIn(folder);
  await whileCockpitRuns(folder, async () => {
    const first = await importFile(folder.path, wish, quietly);
    expect(first).toMatchObject({ value: { kind: 'bars', inserted: count, isKnown: false } });
    const refused = await importFile(folder.path, { ...wish, file: `${wish.file}.gz` }, quietly);
    expect(refused).toMatchObject({ error: { code: 'FILE_NOT_FOUND' } });
    const cancelling = new AbortController();
    cancelling.abort();
    const aborted = await importFile(
      folder.path,
      { ...wish, isAgain: true },
      { ...quietly, signal: cancelling.signal },
    );
    expect(aborted).toMatchObject({ error: { code: 'IMPORT_CANCELLED' } });
  });
  expect(await importFile(folder.path, wish, quietly)).toMatchObject({ value: { isKnown: true } });
});

test('an import by the engine is cancelled by whoever asked for it, and goes on when it is asked for again', async () => {
  using folder = temporaryDataFolder();
  const many = 200_000;
  const file = path.join(folder.beside, 'many.csv');
  writeFileSync(file, normalizedBarFile(sampleBars({ count: many })));
  const wish = { ...wishIn(folder), file };
  await whileCockpitRuns(folder, async () => {
    const cancelling = new AbortController();
    const onProgress = (): void => {
      cancelling.abort();
    };
    expect(await importFile(folder.path, wish, { onProgress, signal: cancelling.signal })).toMatchObject({
      error: { code: 'IMPORT_CANCELLED' },
    });
    const untilFree = async (): Promise<unknown> => {
      const result = await importFile(folder.path, wish, quietly);
      return !result.ok && result.error.code === 'IMPORT_RUNNING' ? untilFree() : result;
    };
    expect(await untilFree()).toMatchObject({ value: { isKnown: false, read: many, inserted: many, duplicates: 0 } });
  });
});

test.each([
  ['a clock that is none', { clock: 'mars' }, 'CLOCK_RULE_UNKNOWN'],
  ['a file that is not there', { file: '/nowhere.csv' }, 'FILE_NOT_FOUND'],
  ['the name that is kept for the terminal', { source: 'terminal' }, 'VALUE_INVALID'],
  ['bars of no symbol', { symbol: null }, 'VALUE_INVALID'],
])('%s is refused, and the folder is let go', async (_, wrong, code) => {
  using folder = temporaryDataFolder();
  const wish = wishIn(folder);
  expect(await importFile(folder.path, { ...wish, ...wrong }, quietly)).toMatchObject({ error: { code } });
  expect(await importFile(folder.path, wish, quietly)).toMatchObject({ value: { inserted: count } });
});
