import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { verifyLog } from './verify-log.ts';
import { temporaryDataFolder, whileCockpitRuns } from './while-cockpit-runs.suite.ts';

test('the log of a cockpit holds, while it runs and after it', async () => {
  using folder = temporaryDataFolder();
  let whileRunning = 0;
  await whileCockpitRuns(folder, async () => {
    const verified = await verifyLog(folder.path);
    if (verified.ok) whileRunning = verified.value;
  });
  expect(whileRunning).toBeGreaterThan(0);
  const afterwards = await verifyLog(folder.path);
  expect(afterwards).toMatchObject({ ok: true });
  if (afterwards.ok) expect(afterwards.value).toBeGreaterThan(whileRunning);
});

test('an event that was changed is named', async () => {
  using folder = temporaryDataFolder();
  await whileCockpitRuns(folder, () => Promise.resolve());
  const db = new Database(dataFolderAt(folder.path).ledgerFile);
  db.exec('DROP TRIGGER events_are_never_changed');
  db.exec(`UPDATE events SET body = replace(body, '"programVersion":"', '"programVersion":"9') WHERE sequence = 1`);
  db.close();
  expect(await verifyLog(folder.path)).toMatchObject({ error: { code: 'EVENT_LOG_BROKEN', facts: { sequence: 1 } } });
});

test('a folder without a log is no intact one', async () => {
  using folder = temporaryDataFolder();
  expect(await verifyLog(folder.path)).toMatchObject({ error: { code: 'ENGINE_NOT_RUNNING' } });
});
