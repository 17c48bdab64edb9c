import path from 'node:path';
import { fault } from '#shared/base/fault.ts';
import { err } from '#shared/base/result.ts';
import type { BackupControl } from '#main/ports/backup-control.ts';
import type { Logger } from '#main/ports/logger.ts';
import { backUpInWorker } from '#main/stores/backup/backup-worker.ts';
import type { DataFolder } from '#main/stores/data-folder/data-folder.ts';
import type { Machine } from './machine.ts';
import { programVersion } from './program-version.ts';
import { workerEntry } from './worker-entry.ts';

/** So many backups stay in the data folder's own place. */
export const backupsKept = 10;

/** Backups of a running engine, one at a time, in a thread beside its loop. */
export function createBackups({
  folder,
  machine,
  logger,
}: {
  readonly folder: DataFolder;
  readonly machine: Pick<Machine, 'wallClock'>;
  readonly logger: Logger;
}): BackupControl {
  let isUnderWay = false;
  return {
    create: async ({ into }) => {
      if (isUnderWay) return err(underWay);
      isUnderWay = true;
      try {
        const wish = {
          folder,
          into: into === null ? null : path.resolve(into),
          keep: backupsKept,
          nowUtcMs: machine.wallClock.nowUtcMs(),
          programVersion,
        };
        const report = await backUpInWorker(workerEntry('backup-writer'), wish);
        if (report.ok) logger.info('backed up', { folder: report.value.folder, removed: report.value.removed });
        else logger.warn('no backup was made', { ...report.error });
        return report;
      } finally {
        isUnderWay = false;
      }
    },
  };
}

const underWay = fault('BACKUP_FAILED', 'A backup is being made already. Wait for it; nothing was begun now.');
