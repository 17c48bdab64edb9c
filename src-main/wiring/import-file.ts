import type { Fault } from '#shared/base/fault.ts';
import { type Result } from '#shared/base/result.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { parseClockRule } from '#shared/time/clock-rule.ts';
import { importBars, type ImportReport, type ImportRequest } from '#main/importers/import-bars.ts';
import { acquireDataFolderLock } from '#main/stores/data-folder/data-folder-lock.ts';
import { createDataFolder } from '#main/stores/data-folder/data-folder.ts';
import { openMarketStore } from '#main/stores/sqlite/market/open-market-store.ts';
import { openLog } from './open-log.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';

export interface ImportWish {
  readonly folder: string;
  readonly file: string;
  readonly symbol: string;
  readonly timeframe?: Timeframe | undefined;
  readonly clock: string;
  readonly source: string;
  readonly onProgress?: ImportRequest['onProgress'];
}

/** Imports a file of bars into a data folder that no engine holds. The market clock is the imported past's own: nothing is hidden from it. */
export async function importFile(wish: ImportWish): Promise<Result<ImportReport, Fault>> {
  const clock = parseClockRule(wish.clock);
  if (!clock.ok) return clock;
  await using opening = new AsyncDisposableStack();
  const folder = createDataFolder(wish.folder);
  if (!folder.ok) return folder;
  const lock = acquireDataFolderLock(folder.value);
  if (!lock.ok) return lock;
  opening.use(lock.value);
  const { logger } = opening.use(openLog(folder.value, 'cli'));
  const store = openMarketStore(folder.value, {
    wallClock: systemWallClock,
    monotonicClock: systemMonotonicClock,
    logger,
    marketClock: { nowUtcMs: () => null },
  });
  if (!store.ok) return store;
  opening.use(store.value);
  const { file: path, symbol, timeframe, source, onProgress } = wish;
  const imported = await importBars({
    path,
    symbol,
    timeframe,
    clock: clock.value,
    source,
    barStore: store.value.bars,
    onProgress,
  });
  if (imported.ok) logger.info('imported', { symbol, source, inserted: imported.value.inserted });
  return imported;
}

export type { ImportReport };
