import { existsSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { createLogger } from '#main/logging/create-logger.ts';
import { verifyPages } from '#main/stores/backup/verify-pages.ts';
import { storeFileIn, storeNames, type StoreName } from '#main/stores/backup/store-files.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { verifyProjections } from '#main/stores/sqlite/ledger/verify-projections.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';
import { verifyLog } from './verify-log.ts';

export interface VerifiedStores {
  /** Events of the log, each checked against the one before. */
  readonly events: number;
  /** Rows of the ledger's tables, each as it follows from the log. */
  readonly rows: number;
  /** Whose pages, indexes and constraints hold. */
  readonly stores: readonly StoreName[];
}

/**
 * Reads both stores from end to end, beside an engine that goes on writing or without one: the log's chain, SQLite's integrity check, and
 * whether the ledger's tables say what follows from its log. The first thing that does not hold. Writes nothing.
 */
export async function verifyStores(path: string): Promise<Result<VerifiedStores, Fault>> {
  const events = await verifyLog(path);
  if (!events.ok) return events;
  const folder = dataFolderAt(path);
  const stores = storeNames.filter((store) => existsSync(storeFileIn(folder, store)));
  for (const store of stores) {
    const holds = verifyPages(folder, store);
    if (!holds.ok) return holds;
  }
  const rows = await rowsOf(folder.ledgerFile);
  return rows.ok ? ok({ events: events.value, rows: rows.value, stores }) : rows;
}

async function rowsOf(ledgerFile: string): Promise<Result<number, Fault>> {
  await using log = createLogger(systemWallClock, []);
  const steps = verifyProjections(ledgerFile, { clock: systemMonotonicClock, logger: log.logger });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
}
