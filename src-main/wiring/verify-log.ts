import { setImmediate as nextTurn } from 'node:timers/promises';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, type Result } from '#shared/base/result.ts';
import { createLogger } from '#main/logging/create-logger.ts';
import { unfinished } from '#main/stores/backup/finish-restore.ts';
import { isRestoreDecided } from '#main/stores/backup/restore-plan.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { openLedgerToRead } from '#main/stores/sqlite/ledger/open-ledger.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';

/**
 * Follows the event log's chain of hashes from its first event, beside an engine that goes on writing or without one. The number of events
 * that hold, or EVENT_LOG_BROKEN with the first that does not; ENGINE_NOT_RUNNING where there is no log, RESTORE_REFUSED in the middle of a restore. Writes nothing.
 */
export async function verifyLog(folder: string): Promise<Result<number, Fault>> {
  const dataFolder = dataFolderAt(folder);
  if (isRestoreDecided(dataFolder)) return err(unfinished(dataFolder, 'it was interrupted'));
  await using log = createLogger(systemWallClock, []);
  const context = { wallClock: systemWallClock, monotonicClock: systemMonotonicClock, logger: log.logger };
  const opened = openLedgerToRead(dataFolder, context);
  if (!opened.ok) return opened;
  if (opened.value === null) return err(noLog(folder));
  using ledger = opened.value;
  const pages = ledger.verify();
  for (;;) {
    const page = pages.next();
    if (page.done === true) return page.value;
    await nextTurn();
  }
}

const noLog = (folder: string): Fault =>
  fault('ENGINE_NOT_RUNNING', `No cockpit has ever run on ${folder}: there is no event log. Check --data.`, { folder });
