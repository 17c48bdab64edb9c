import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { assert } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { BackupReport } from '#shared/contract/backup-report.ts';
import type { ConnectionWatch } from '../sqlite/connection.ts';
import { writeBackup, type BackupWish } from './write-backup.ts';

/** Writes a backup in a thread of its own that runs an entry which calls `serveBackup`: copying and checking take as long as the disk needs. */
export const backUpInWorker = (entry: URL, wish: BackupWish): Promise<Result<BackupReport, Fault>> =>
  new Promise((resolve, reject) => {
    // Flags of the host's process are not for its workers.
    const worker = new Worker(entry, { workerData: wish, execArgv: [] });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`the backup's thread ended with ${code}`));
    });
  });

/** The other end of `backUpInWorker`. */
export async function serveBackup(watch: ConnectionWatch): Promise<void> {
  assert(!isMainThread && parentPort !== null, 'a backup is written in a worker');
  parentPort.postMessage(await writeBackup(workerData as BackupWish, watch));
}
