import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ProjectionName, RebuildReport } from '#shared/contract/memory.ts';
import type { IndicatorKeeper } from '#main/memory/indicator-keeper.ts';
import type { LedgerProjection } from '#main/memory/ledger-projection.ts';
import type { TextEmbedding } from '#main/memory/text-embedding.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { GraphReads } from '#main/ports/graph-store.ts';
import type { Memory } from '#main/ports/memory.ts';
import type { VectorIndex } from '#main/ports/vector-index.ts';
import { hashGraph } from '#main/stores/graph/hash-graph.ts';
import type { MarketStore } from '#main/stores/sqlite/market/open-market-store.ts';
import { hashVectors } from '#main/stores/vector/hash-vectors.ts';
import type { GraphAdapter, VectorAdapter } from '#shared/contract/memory.ts';
import type { Mirror } from './mirror.ts';
import { nextTurn } from './next-turn.ts';

interface RebuildParts {
  readonly market: MarketStore;
  readonly indicators: Pick<IndicatorKeeper, 'start' | 'deriveNext' | 'waiting'>;
  readonly ledgerProjection: Pick<LedgerProjection, 'wake' | 'isIdle' | 'depth' | 'fault'>;
  readonly embedding: Pick<TextEmbedding, 'wake' | 'isIdle'>;
  readonly vectors: Mirror<VectorIndex, VectorAdapter>;
  readonly graph: Mirror<GraphReads, GraphAdapter>;
  readonly monotonicClock: MonotonicClock;
}

/** Between two tellings of how far it is. */
const toldMs = 250;

/** Makes projections anew, one at a time: rows first, then the server's copy of them; what it comes to is the same each time. */
export function createRebuilds(parts: RebuildParts): Memory['rebuild'] {
  let isRunning = false;
  return async (projection, watch) => {
    if (isRunning) return err(fault('REBUILD_RUNNING', 'A projection is being made anew already; wait for its end.'));
    isRunning = true;
    try {
      return await rebuild(parts, projection, watch);
    } catch (error) {
      if (error instanceof FaultError) return err(error.fault);
      throw error;
    } finally {
      isRunning = false;
    }
  };
}

async function rebuild(
  parts: RebuildParts,
  projection: ProjectionName,
  { onProgress, signal }: Parameters<Memory['rebuild']>[1],
): Promise<Result<RebuildReport, Fault>> {
  const { market, indicators, ledgerProjection, embedding, monotonicClock } = parts;
  const { projections } = market;
  const mirror = parts[projection];
  const beganMs = monotonicClock.nowMs();
  let toldAtMs = beganMs;
  const step = async (): Promise<void> => {
    await nextTurn();
    if (monotonicClock.nowMs() - toldAtMs < toldMs) return;
    toldAtMs = monotonicClock.nowMs();
    const feed = projection === 'vectors' ? market.vectorFeed : market.graphFeed;
    onProgress({ kind: 'progress', done: feed.newest(), depth: depthOf(parts, projection) });
  };

  projections.transaction(() => {
    projections.clear(projection);
    projections.clearDeadLetters(projection, null);
  });
  if (projection === 'vectors') indicators.start();
  // The graph waits for states, too: the regimes in it follow from them.
  while (!signal.aborted && indicators.deriveNext()) await step();
  ledgerProjection.wake();
  embedding.wake();
  while (!signal.aborted && !(ledgerProjection.isIdle() && embedding.isIdle())) {
    const failure = ledgerProjection.fault();
    if (failure !== null) return err(failure);
    await step();
  }
  mirror.wake();
  await mirror.settle(signal);
  if (signal.aborted) return err(cancelled(projection));

  const { adapter, rows, hash } = projection === 'vectors' ? await hashOfVectors(parts) : await hashOfGraph(parts);
  const durationMs = monotonicClock.nowMs() - beganMs;
  return ok({ projection, adapter, rows, hash, durationMs, deadLetters: projections.deadLetterCount(projection) });
}

const depthOf = ({ indicators, ledgerProjection, vectors, graph }: RebuildParts, projection: ProjectionName): number =>
  projection === 'vectors'
    ? indicators.waiting() + ledgerProjection.depth('vectors') + vectors.health().depth
    : ledgerProjection.depth('graph') + graph.health().depth;

/** Who answers, and what exactly that one holds. */
type Held = Pick<RebuildReport, 'adapter' | 'rows' | 'hash'>;

async function hashOfVectors({ vectors }: RebuildParts): Promise<Held> {
  const { reads, adapter } = vectors.ladder.now();
  return { adapter, ...(await hashVectors(reads)) };
}

async function hashOfGraph({ graph }: RebuildParts): Promise<Held> {
  const { reads, adapter } = graph.ladder.now();
  return { adapter, ...(await hashGraph(reads)) };
}

const cancelled = (projection: ProjectionName): Fault =>
  fault(
    'REBUILD_CANCELLED',
    `Nobody waits for the ${projection} any more. What is left of the rebuild goes on beside everything else.`,
    { projection },
  );
