import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { emptyTickColumns } from '#shared/market/tick-columns.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import { createLogger } from '#main/logging/create-logger.ts';
import type { StoredMarket } from '#main/ports/stored-market.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { openLedgerToRead } from '#main/stores/sqlite/ledger/open-ledger.ts';
import { chooseSeries } from '#main/stores/sqlite/market/choose-series.ts';
import { openMarketToRead } from '#main/stores/sqlite/market/open-market-to-read.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';

export type OpenStoredMarket = StoredMarket & AsyncDisposable;

/**
 * What a data folder holds of the market, beside the engine that runs on it or without one; an empty market where nothing was ever stored. Nothing is
 * written. The faults of `openMarketToRead` and `openLedgerToRead`.
 */
export async function openStoredMarket(path: string): Promise<Result<OpenStoredMarket, Fault>> {
  await using opening = new AsyncDisposableStack();
  const folder = dataFolderAt(path);
  const { logger } = opening.use(createLogger(systemWallClock, []));
  const context = { wallClock: systemWallClock, monotonicClock: systemMonotonicClock, logger };
  const openedMarket = openMarketToRead(folder, context);
  if (!openedMarket.ok) return openedMarket;
  const market = openedMarket.value === null ? null : opening.use(openedMarket.value);
  const openedLedger = openLedgerToRead(folder, context);
  if (!openedLedger.ok) return openedLedger;
  const ledger = openedLedger.value === null ? null : opening.use(openedLedger.value);
  const opened = opening.move();
  return ok({
    summaries: () => market?.bars() ?? [],
    chooseAmong: (series, source) => chooseSeries(series, source ?? undefined),
    readColumns: (span, into, at) => market?.barReads.readColumns(span, into, at) ?? 0,
    tickSpans: (symbol) => market?.tickReads.tickSpans(symbol) ?? [],
    readTicks: (span) => market?.tickReads.readTicks(span) ?? emptyTickColumns(0),
    calendar: market?.calendar ?? { read: () => null, coverage: () => [] },
    instrument: (symbol) => ledger?.trades.instrumentAt(symbol, endOfTimeUtcMs) ?? null,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  });
}
