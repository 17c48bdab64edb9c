import { existsSync } from 'node:fs';
import path from 'node:path';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { BackupReport } from '#shared/contract/backup-report.ts';
import { finishRestore } from '#main/stores/backup/finish-restore.ts';
import { writeBackup } from '#main/stores/backup/write-backup.ts';
import { acquireDataFolderLock } from '#main/stores/data-folder/data-folder-lock.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { askEngine } from './ask-engine.ts';
import { backupsKept } from './create-backups.ts';
import { systemMachine } from './machine.ts';
import { openLog } from './open-log.ts';
import { programVersion } from './program-version.ts';

export interface MadeBackup extends BackupReport {
  readonly wasRunning: boolean;
}

/** Asks the running engine for a backup; where none runs, takes the lock and makes it. `into` null is the data folder's own place. BACKUP_FAILED. */
export async function backUpData(folderPath: string, into: string | null): Promise<Result<MadeBackup, Fault>> {
  const place = into === null ? null : path.resolve(into);
  const asked = await askEngine(folderPath, ({ backup }) => backup.create({ into: place }));
  if (!asked.ok) return asked;
  if (asked.value !== null) return ok({ ...asked.value, wasRunning: true });
  const made = await backUpAtRest(folderPath, place);
  return made.ok ? ok({ ...made.value, wasRunning: false }) : made;
}

async function backUpAtRest(folderPath: string, into: string | null): Promise<Result<BackupReport, Fault>> {
  if (!existsSync(folderPath)) return err(neverRan(folderPath));
  const folder = dataFolderAt(folderPath);
  const locked = acquireDataFolderLock(folder);
  if (!locked.ok) return locked;
  await using opening = new AsyncDisposableStack();
  opening.use(locked.value);
  const { logger } = opening.use(openLog(folder, 'cli'));
  const finished = finishRestore(folder);
  if (!finished.ok) return finished;
  const { wallClock, monotonicClock } = systemMachine;
  const wish = { folder, into, keep: backupsKept, nowUtcMs: wallClock.nowUtcMs(), programVersion };
  return await writeBackup(wish, { clock: monotonicClock, logger });
}

/** A folder that was mistyped must not be made, and must not pass for one that is safe. */
const neverRan = (folder: string): Fault =>
  fault('BACKUP_FAILED', `No backup was made: no cockpit has ever run on ${folder}. Check --data.`, { folder });
