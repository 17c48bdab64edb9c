import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { valueOf } from '#main/stores/temporary-stores.suite.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { openStoresAt, realClocks } from './open-stores.ts';
import { rebuildProjection } from './rebuild-projection.ts';

/** Stores bars in a data folder as a file would bring them; nothing follows from them yet. */
export function storeBars(folder: string, series: BarSeries, bars: readonly Bar[]): void {
  const { logger } = createRecordingLogger();
  using stores = valueOf(openStoresAt(folder, logger, realClocks())).stores;
  stores.market.bars.append(series, bars);
}

/** Derives all that follows from what is stored. */
export async function rememberAll(folder: string): Promise<void> {
  const watch = { onProgress: () => undefined, signal: new AbortController().signal };
  for (const projection of ['vectors', 'graph'] as const) valueOf(await rebuildProjection(folder, projection, watch));
}
