import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { createLogger } from '#main/logging/create-logger.ts';
import type { ImportRecord } from '#main/ports/import-ledger.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { openMarketToRead } from '#main/stores/sqlite/market/open-market-to-read.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';

/** What was imported into a data folder, newest first; read beside an engine or without one. The faults of `openMarketToRead`. */
export async function listImports(folder: string, limit: number): Promise<Result<readonly ImportRecord[], Fault>> {
  await using log = createLogger(systemWallClock, []);
  const context = { wallClock: systemWallClock, monotonicClock: systemMonotonicClock, logger: log.logger };
  const opened = openMarketToRead(dataFolderAt(folder), context);
  if (!opened.ok) return opened;
  using market = opened.value;
  return ok(market?.imports(limit) ?? []);
}

export type { ImportRecord };
