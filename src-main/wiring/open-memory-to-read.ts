import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { barCloses } from '#shared/market/bar-close.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { createLogger } from '#main/logging/create-logger.ts';
import { createMemorySearch, type SearchDependencies } from '#main/memory/search/memory-search.ts';
import type { SeriesSummary } from '#main/ports/bar-store.ts';
import type { MemorySearch } from '#main/ports/memory.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { localEmbedder } from '#main/stores/embedding/local-embedder.ts';
import { openLedgerToRead } from '#main/stores/sqlite/ledger/open-ledger.ts';
import { openMarketToRead } from '#main/stores/sqlite/market/open-market-to-read.ts';
import { ExactIndex } from '#main/stores/vector/exact-index.ts';
import { nextTurn } from './next-turn.ts';
import { shapeOf } from './shape-of.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';

export interface MemoryAtRest extends AsyncDisposable {
  readonly search: MemorySearch;
}

/**
 * What a data folder remembers while no engine runs on it: the exact scan and the embedded graph, as of the newest bar that is stored. Nothing is
 * written, so what was not derived when the engine ended is not known. ENGINE_NOT_RUNNING where nothing was ever stored, and the faults of
 * `openMarketToRead`.
 */
export async function openMemoryToRead(path: string): Promise<Result<MemoryAtRest, Fault>> {
  await using opening = new AsyncDisposableStack();
  const folder = dataFolderAt(path);
  const log = opening.use(createLogger(systemWallClock, []));
  const context = { wallClock: systemWallClock, monotonicClock: systemMonotonicClock, logger: log.logger };
  const openedMarket = openMarketToRead(folder, context);
  if (!openedMarket.ok) return openedMarket;
  const market = opening.use(openedMarket.value);
  if (market === null) return err(nothingStored(path));
  const openedLedger = openLedgerToRead(folder, context);
  if (!openedLedger.ok) return openedLedger;
  const ledger = opening.use(openedLedger.value);

  const { states, situations, texts, vectorFeed, indicators } = market;
  const index = new ExactIndex({ rows: vectorFeed, shapeOf, monotonicClock: systemMonotonicClock, nextTurn });
  const graph = market.embeddedGraph(nextTurn);
  const newestUtcMs = newestClose(market.bars());
  const search = createMemorySearch({
    vectors: { now: () => ({ reads: index, adapter: 'exact' }), below: () => null },
    graph: { now: () => ({ reads: graph, adapter: 'embedded' }), below: () => null },
    ...{ states, situations, texts, bars: market.barReads, indicators, holes: market, together: market.together },
    trades: ledger === null ? noTrades : { ...ledger.records, ...ledger.trades },
    lessons: ledger?.records ?? noLessons,
    embedders: [localEmbedder],
    marketClock: { nowUtcMs: () => newestUtcMs },
    ...{ monotonicClock: systemMonotonicClock, nextTurn },
  });
  const opened = opening.move();
  return ok({ search, [Symbol.asyncDispose]: () => opened.disposeAsync() });
}

/** The market's now of stores at rest. */
function newestClose(summaries: readonly SeriesSummary[]): UtcMs | null {
  const closes = summaries.map(({ series, lastUtcMs }) => barCloses(series)(lastUtcMs));
  return closes.length === 0 ? null : utcMs(Math.max(...closes));
}

const noTrades: SearchDependencies['trades'] = { tradesOf: () => [], dealsOf: () => [], findOrder: () => null };

const noLessons: SearchDependencies['lessons'] = { lesson: () => null };

const nothingStored = (path: string): Fault =>
  fault(
    'ENGINE_NOT_RUNNING',
    `No cockpit runs on ${path}, and nothing was ever stored there. Start the cockpit, import a file, or name its folder with --data.`,
    { folder: path },
  );
