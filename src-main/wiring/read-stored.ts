import type { Fault } from '#shared/base/fault.ts';
import type { SyncHealth, SyncStream } from '#shared/contract/sync-health.ts';
import { streamName } from '#shared/contract/stream-name.ts';
import { byTrouble } from '#shared/contract/sync-trouble.ts';
import { terminalSource } from '#shared/market/bar-series.ts';
import { createLogger } from '#main/logging/create-logger.ts';
import type { SeriesSummary } from '#main/ports/bar-store.ts';
import type { SyncKey, SyncState } from '#main/ports/sync-store.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { openLedgerToRead, type LedgerReader } from '#main/stores/sqlite/ledger/open-ledger.ts';
import { openMarketToRead, type MarketReader } from '#main/stores/sqlite/market/open-market-to-read.ts';
import { projectionsAtRest } from './projections-at-rest.ts';
import { storeHealth } from './store-health.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';

export interface Stored {
  /** As the stores remember it: nothing runs, so nothing is awaited and no rate is known. Without stores there are no streams either. */
  readonly sync: SyncHealth;
  /** All series of bars, also those of files. */
  readonly series: readonly SeriesSummary[];
}

const logsShown = 50;

/** What lies in a data folder, read beside an engine or without one. A store that cannot be read is told as such, and the other one still is. */
export async function readStored(path: string): Promise<Stored> {
  const folder = dataFolderAt(path);
  await using log = createLogger(systemWallClock, []);
  const context = { wallClock: systemWallClock, monotonicClock: systemMonotonicClock, logger: log.logger };
  using opened = new DisposableStack();
  const openedMarket = openMarketToRead(folder, context);
  const openedLedger = openLedgerToRead(folder, context);
  const market = openedMarket.ok && openedMarket.value !== null ? opened.use(openedMarket.value) : null;
  const ledger = openedLedger.ok && openedLedger.value !== null ? opened.use(openedLedger.value) : null;
  const faultOf = (result: { readonly ok: true } | { readonly ok: false; readonly error: Fault }): Fault | null =>
    result.ok ? null : result.error;
  const isThere = [openedMarket, openedLedger].some((result) => !result.ok || result.value !== null);
  const logs = [...(market?.syncLogs(logsShown) ?? []), ...(ledger?.dealLogs(logsShown) ?? [])];
  return {
    series: market?.bars() ?? [],
    sync: {
      streams: [...(market === null ? [] : marketStreams(market)), ...(ledger === null ? [] : dealStream(ledger))],
      stores: isThere
        ? storeHealth(folder, {
            ledger: { outboxDepth: null, fault: faultOf(openedLedger) },
            market: { outboxDepth: market?.outboxDepth() ?? null, fault: faultOf(openedMarket) },
          })
        : [],
      projections: market === null ? [] : projectionsAtRest(market, ledger),
      logs: logs.toSorted((a, b) => b.startedAtUtcMs - a.startedAtUtcMs).slice(0, logsShown),
      circuit: 'closed',
      isHistoryConnected: false,
    },
  };
}

/** What a terminal brought, and what it was asked for in vain. */
function marketStreams(market: MarketReader): readonly SyncStream[] {
  const states = new Map(market.syncStates().map((state) => [streamName(state), state]));
  const streams = new Map<string, SyncStream>();
  const add = (stream: SyncStream): void => void streams.set(streamName(stream), stream);
  for (const state of states.values()) add({ ...atRest(state, state), stored: 0 });
  for (const { series, count, firstUtcMs, lastUtcMs } of market.bars()) {
    if (series.source !== terminalSource) continue;
    const key = { kind: 'bars', symbol: series.symbol, timeframe: series.timeframe } as const;
    const holes = { ...market.holeCounts(series), newest: [] };
    add({ ...atRest(key, states.get(streamName(key))), stored: count, firstUtcMs, lastUtcMs, holes });
  }
  for (const { symbol, count, firstUtcMs, lastUtcMs } of market.ticks()) {
    const key = { kind: 'ticks', symbol, timeframe: null } as const;
    add({ ...atRest(key, states.get(streamName(key))), stored: count, firstUtcMs, lastUtcMs });
  }
  return [...streams.values()].toSorted(byTrouble);
}

function dealStream(ledger: LedgerReader): readonly SyncStream[] {
  const known = ledger.knownDeals();
  if (known === null) return [];
  const { deals: stored, firstUtcMs, lastUtcMs } = known;
  return [{ ...atRest({ kind: 'deals', symbol: null, timeframe: null }), stored, firstUtcMs, lastUtcMs }];
}

const atRest = ({ kind, symbol, timeframe }: SyncKey, state?: SyncState): Omit<SyncStream, 'stored'> => ({
  kind,
  symbol,
  timeframe,
  phase: 'idle',
  firstUtcMs: null,
  lastUtcMs: state?.cursorUtcMs ?? null,
  lagMs: null,
  ratePerSecond: 0,
  backfill: backfillOf(state),
  holes: null,
  corrections: state?.corrections ?? 0,
  attempts: 0,
  nextAttemptInMs: null,
  fault: state?.lastFault ?? null,
});

/** How far the past was fetched when it was broken off; null where it is whole. */
function backfillOf(state: SyncState | undefined): SyncStream['backfill'] {
  const { wantedFromUtcMs = null, backfilledFromUtcMs = null, cursorUtcMs = null } = state ?? {};
  if (wantedFromUtcMs === null || cursorUtcMs === null || cursorUtcMs <= wantedFromUtcMs) return null;
  const reachedUtcMs = backfilledFromUtcMs ?? cursorUtcMs;
  if (reachedUtcMs <= wantedFromUtcMs) return null;
  const doneRatio = Math.max(0, cursorUtcMs - reachedUtcMs) / (cursorUtcMs - wantedFromUtcMs);
  return { fromUtcMs: wantedFromUtcMs, toUtcMs: reachedUtcMs, doneRatio, remainingMs: null };
}
