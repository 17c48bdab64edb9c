import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backupsIn } from '#main/stores/backup/backup-folders.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { backUpData } from './back-up-data.ts';
import { changeTradingState } from './change-trading-state.ts';
import { createBackups } from './create-backups.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { systemMachine } from './machine.ts';
import { openDataFolder } from './open-data-folder.ts';
import { valueOf } from './play-recording.suite.ts';
import { restoreData } from './restore-data.ts';
import { verifyLog } from './verify-log.ts';
import { verifyStores } from './verify-stores.ts';
import { temporaryDataFolder, whileCockpitRuns, type TemporaryFolder } from './while-cockpit-runs.suite.ts';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = temporaryDataFolder();
});

afterEach(() => {
  folder[Symbol.dispose]();
});

const halt = (reason: string) => changeTradingState(folder.path, { kind: 'halt', reason });

const eventsIn = async (): Promise<number> => valueOf(await verifyLog(folder.path));

test('a running engine makes its backup itself, and goes on', async () => {
  await whileCockpitRuns(folder, async () => {
    const events = await eventsIn();
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    const made = valueOf(await backUpData(folder.path, null));
    clearInterval(counting);
    expect(turns).toBeGreaterThan(20);
    expect(made).toMatchObject({ wasRunning: true, stores: [{ store: 'ledger', events }, { store: 'market' }] });
    expect(path.dirname(made.folder)).toBe(dataFolderAt(folder.path).backupsFolder);
    valueOf(await halt('still there'));
    expect(await eventsIn()).toBeGreaterThan(events);
  });
});

test('one backup is made at a time', async () => {
  await whileCockpitRuns(folder, async () => {
    const { logger, lines } = createRecordingLogger();
    const backups = createBackups({ folder: dataFolderAt(folder.path), machine: systemMachine, logger });
    const into = path.join(folder.beside, 'safe');
    const [first, second] = await Promise.all([backups.create({ into }), backups.create({ into })]);
    expect([first.ok, second]).toMatchObject([true, { ok: false, error: { code: 'BACKUP_FAILED' } }]);
    writeFileSync(path.join(folder.beside, 'a-file'), '');
    expect(await backups.create({ into: path.join(folder.beside, 'a-file') })).toMatchObject({ ok: false });
    expect(lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
      'info backed up',
      'warn no backup was made',
    ]);
    expect(backupsIn(into)).toHaveLength(1);
  });
});

test('at rest the backup is made at once, and restored under another tag', async () => {
  await whileCockpitRuns(folder, () => Promise.resolve());
  const into = path.join(folder.beside, 'safe');
  const made = valueOf(await backUpData(folder.path, into));
  expect(made.wasRunning).toBe(false);
  const events = await eventsIn();
  valueOf(await halt('after the backup'));
  expect(await eventsIn()).toBeGreaterThan(events);

  const restored = valueOf(await restoreData(folder.path, made.folder));
  expect(restored).toMatchObject({
    stores: [{ store: 'ledger', events }, { store: 'market' }],
    notIncluded: made.notIncluded,
  });
  expect(await eventsIn()).toBe(events);
  expect(existsSync(path.join(restored.keptIn, 'ledger.db'))).toBe(true);
  await using opened = valueOf(await openDataFolder(folder.path, 'cli'));
  expect(opened.stores.ledger.orderIds.installationTag).toBe(restored.installationTag);
});

test('nothing is restored under an engine that runs', async () => {
  await whileCockpitRuns(folder, async () => {
    const made = valueOf(await backUpData(folder.path, null));
    const before = await eventsIn();
    expect(await restoreData(folder.path, made.folder)).toMatchObject({
      error: { code: 'RESTORE_REFUSED', facts: { pid: process.pid } },
    });
    expect(await eventsIn()).toBe(before);
  });
});

test('a folder on which no cockpit ever ran is neither backed up nor made, and what is not there is not restored', async () => {
  expect(await backUpData(folder.path, null)).toMatchObject({ error: { code: 'BACKUP_FAILED' } });
  expect(await restoreData(folder.path, path.join(folder.beside, 'nothing'))).toMatchObject({
    error: { code: 'FILE_NOT_FOUND' },
  });
  expect(existsSync(folder.path)).toBe(false);
});

test('a start finishes a restore that was interrupted, or is refused until it can be', async () => {
  await whileCockpitRuns(folder, () => Promise.resolve());
  const events = await eventsIn();
  const { backupsFolder } = dataFolderAt(folder.path);
  const staging = path.join(folder.path, 'restoring');
  mkdirSync(staging);
  const made = valueOf(await backUpData(folder.path, path.join(folder.beside, 'safe')));
  expect(existsSync(staging)).toBe(false);
  valueOf(await halt('will be replaced'));

  mkdirSync(staging);
  mkdirSync(backupsFolder);
  const [keptIn, plan] = [path.join(backupsFolder, 'replaced'), path.join(staging, 'plan.json')];
  const copy = new Database(path.join(made.folder, 'ledger.db'));
  await copy.backup(path.join(staging, 'ledger.db'));
  copy.close();
  writeFileSync(plan, JSON.stringify({ stores: ['ledger'], keptIn }));
  writeFileSync(keptIn, 'in the way');
  expect(await openDataFolder(folder.path, 'cli')).toMatchObject({ error: { code: 'RESTORE_REFUSED' } });
  expect(await verifyLog(folder.path)).toMatchObject({ error: { code: 'RESTORE_REFUSED' } });
  rmSync(keptIn);
  await valueOf(await openDataFolder(folder.path, 'cli'))[Symbol.asyncDispose]();
  expect(await eventsIn()).toBe(events);
  expect(readdirSync(keptIn)).toContain('ledger.db');
});

test('both stores are read from end to end, while the cockpit runs and after it', async () => {
  await whileCockpitRuns(folder, async () => {
    expect(await verifyStores(folder.path)).toMatchObject({ value: { stores: ['ledger', 'market'] } });
  });
  const { events } = valueOf(await verifyStores(folder.path));
  expect(events).toBe(await eventsIn());
});

test('what does not hold is named', async () => {
  expect(await verifyStores(folder.path)).toMatchObject({ error: { code: 'ENGINE_NOT_RUNNING' } });
  await whileCockpitRuns(folder, () => Promise.resolve());
  const { ledgerFile, marketFile } = dataFolderAt(folder.path);
  const ledger = new Database(ledgerFile);
  ledger.pragma('foreign_keys = OFF');
  ledger.exec(`INSERT INTO outbox VALUES (1, 'deal', 'x')`);
  ledger.close();
  expect(await verifyStores(folder.path)).toMatchObject({
    error: { code: 'STORE_DAMAGED', facts: { table: 'outbox' } },
  });
  writeFileSync(marketFile, 'no database at all '.repeat(1000));
  expect(await verifyStores(folder.path)).toMatchObject({ error: { code: 'STORE_UNREADABLE' } });
});
