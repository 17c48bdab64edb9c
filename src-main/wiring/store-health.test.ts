import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { createDataFolder } from '#main/stores/data-folder/data-folder.ts';
import { valueOf } from '#main/stores/temporary-stores.suite.ts';
import { storeHealth } from './store-health.ts';
import { temporaryDataFolder } from './while-cockpit-runs.suite.ts';

test('sizes are those of the files, the backup is the newest whole one, and a fault lights up', () => {
  using temporary = temporaryDataFolder();
  const folder = valueOf(createDataFolder(temporary.path));
  writeFileSync(folder.ledgerFile, 'x'.repeat(5000));
  writeFileSync(folder.marketFile, 'x'.repeat(9000));
  writeFileSync(`${folder.marketFile}-wal`, 'x'.repeat(700));
  const damaged = fault('STORE_DAMAGED', 'the file is damaged');
  const known = { ledger: { outboxDepth: null, fault: null }, market: { outboxDepth: 3, fault: damaged } };
  const expected = (lastBackupUtcMs: number | null) => [
    {
      name: 'ledger',
      level: 'ok',
      sizeBytes: 5000,
      writeAheadBytes: 0,
      lastBackupUtcMs,
      outboxDepth: null,
      fault: null,
    },
    {
      name: 'market',
      level: 'fault',
      sizeBytes: 9000,
      writeAheadBytes: 700,
      lastBackupUtcMs,
      outboxDepth: 3,
      fault: damaged,
    },
  ];
  expect(storeHealth(folder, known)).toEqual(expected(null));
  const backup = path.join(folder.backupsFolder, 'backup-2025-12-10T14-05-22.000Z');
  mkdirSync(backup, { recursive: true });
  mkdirSync(path.join(folder.backupsFolder, 'backup-2025-12-11T14-05-22.000Z'));
  writeFileSync(path.join(backup, 'manifest.json'), '{}');
  expect(storeHealth(folder, known)).toEqual(expected(Date.UTC(2025, 11, 10, 14, 5, 22)));
});
