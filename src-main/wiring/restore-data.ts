import { existsSync } from 'node:fs';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { notInBackups, type BackupReport } from '#shared/contract/backup-report.ts';
import { restoreBackup, type Restored } from '#main/stores/backup/restore-backup.ts';
import { acquireDataFolderLock } from '#main/stores/data-folder/data-folder-lock.ts';
import { createDataFolder } from '#main/stores/data-folder/data-folder.ts';
import { findLiveSession } from '#main/stores/data-folder/find-live-session.ts';
import { systemMachine } from './machine.ts';
import { openLog } from './open-log.ts';

export type RestoreReport = Restored & Pick<BackupReport, 'notIncluded'>;

/** Puts a backup into the place of what a data folder holds. RESTORE_REFUSED while an engine runs on it, and as `restoreBackup` says. */
export async function restoreData(path: string, from: string): Promise<Result<RestoreReport, Fault>> {
  if (!existsSync(from)) return err(nothingThere(from));
  const folder = createDataFolder(path);
  if (!folder.ok) return folder;
  const session = findLiveSession(folder.value);
  if (!session.ok) return session;
  if (session.value !== null) return err(engineRuns(path, session.value.pid));
  const locked = acquireDataFolderLock(folder.value);
  if (!locked.ok) return locked;
  await using opening = new AsyncDisposableStack();
  opening.use(locked.value);
  const { logger } = opening.use(openLog(folder.value, 'cli'));
  const { wallClock, monotonicClock, rng } = systemMachine;
  const restored = restoreBackup({
    folder: folder.value,
    from,
    nowUtcMs: wallClock.nowUtcMs(),
    rng,
    watch: { clock: monotonicClock, logger },
  });
  if (!restored.ok) return restored;
  const { keptIn, installationTag } = restored.value;
  logger.info('restored', { from, keptIn, installationTag });
  return ok({ ...restored.value, notIncluded: notInBackups });
}

const nothingThere = (from: string): Fault =>
  fault('FILE_NOT_FOUND', `There is no ${from}. Nothing was changed.`, { from });

const engineRuns = (path: string, pid: number): Fault =>
  fault(
    'RESTORE_REFUSED',
    `A cockpit (process ${pid}) runs on ${path}. Nothing was changed. Stop it first: what it holds open cannot be replaced under it.`,
    { folder: path, pid },
  );
