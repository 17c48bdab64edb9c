import { createLogger } from '#main/logging/create-logger.ts';
import { serveBackup } from '#main/stores/backup/backup-worker.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';

/** What a worker thread does that was started for a backup. What goes wrong is in its answer; slow statements of a copy are nobody's concern. */
export async function writeBackupInWorker(): Promise<void> {
  await using log = createLogger(systemWallClock, []);
  await serveBackup({ clock: systemMonotonicClock, logger: log.logger });
}
