import type { Fault } from '#shared/base/fault.ts';
import { type Result } from '#shared/base/result.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { parseClockRule } from '#shared/time/clock-rule.ts';
import { importBars, type ImportReport, type ImportRequest } from '#main/importers/import-bars.ts';
import { openDataFolder } from './open-data-folder.ts';

export interface ImportWish {
  readonly folder: string;
  readonly file: string;
  readonly symbol: string;
  readonly timeframe?: Timeframe | undefined;
  readonly clock: string;
  readonly source: string;
  readonly onProgress?: ImportRequest['onProgress'];
}

/** Imports a file of bars into a data folder that no engine holds. */
export async function importFile(wish: ImportWish): Promise<Result<ImportReport, Fault>> {
  const clock = parseClockRule(wish.clock);
  if (!clock.ok) return clock;
  await using opening = new AsyncDisposableStack();
  const opened = await openDataFolder(wish.folder, 'cli');
  if (!opened.ok) return opened;
  const { stores, logger } = opening.use(opened.value);
  const { file: path, symbol, timeframe, source, onProgress } = wish;
  const barStore = stores.market.bars;
  const imported = await importBars({ path, symbol, timeframe, clock: clock.value, source, barStore, onProgress });
  if (imported.ok) logger.info('imported', { symbol, source, inserted: imported.value.inserted });
  return imported;
}

export type { ImportReport };
