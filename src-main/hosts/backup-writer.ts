import { writeBackupInWorker } from '#main/wiring/write-backup-in-worker.ts';

/** Writes one backup in a worker thread, so that the engine's loop never waits for the copy or its checks. */
await writeBackupInWorker();
