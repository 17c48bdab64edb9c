import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Logger } from '#main/ports/logger.ts';
import { finishRestore } from '#main/stores/backup/finish-restore.ts';
import { acquireDataFolderLock } from '#main/stores/data-folder/data-folder-lock.ts';
import { createDataFolder, type DataFolder } from '#main/stores/data-folder/data-folder.ts';
import { openLog, type LogName } from './open-log.ts';
import { openStores, realClocks, type StoreClocks, type Stores } from './open-stores.ts';
import { workerEntry } from './worker-entry.ts';

/** A data folder in the hands of its one writer. */
export interface OpenDataFolder extends AsyncDisposable {
  readonly folder: DataFolder;
  readonly logger: Logger;
  readonly stores: Stores;
  /** Waits until what was logged is on the disk; for those who end without letting go. */
  readonly flushLog: () => Promise<void>;
}

/** Makes the folder where it is missing, takes its lock, opens log and stores. A fault leaves nothing open behind it. */
export async function openDataFolder(
  path: string,
  name: LogName,
  clocks: StoreClocks = realClocks(),
): Promise<Result<OpenDataFolder, Fault>> {
  await using opening = new AsyncDisposableStack();
  const folder = createDataFolder(path);
  if (!folder.ok) return folder;
  const lock = acquireDataFolderLock(folder.value);
  if (!lock.ok) return lock;
  opening.use(lock.value);
  const log = opening.use(openLog(folder.value, name));
  const { logger } = log;
  const finished = finishRestore(folder.value);
  if (!finished.ok) return finished;
  if (finished.value !== null) logger.info('finished a restore that was interrupted', { ...finished.value });
  // The engine's loop must not wait for the disk; a command may.
  const keeper = name === 'engine' ? { keeperEntry: workerEntry('store-keeper') } : {};
  const stores = openStores(folder.value, logger, { ...clocks, ...keeper });
  if (!stores.ok) return stores;
  opening.use(stores.value);
  const opened = opening.move();
  return ok({
    folder: folder.value,
    logger,
    stores: stores.value,
    flushLog: async () => {
      await log[Symbol.asyncDispose]();
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  });
}

export type { NewEvent } from '#main/ports/event-log.ts';
