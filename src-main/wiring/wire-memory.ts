import type { ProjectionHealth } from '#shared/contract/memory.ts';
import { durationMs, secondsToMs } from '#shared/units/duration-ms.ts';
import { stateVersion } from '#main/features/state-vector.ts';
import { dropOtherVersions } from '#main/memory/drop-other-versions.ts';
import { IndicatorKeeper } from '#main/memory/indicator-keeper.ts';
import { LedgerProjection } from '#main/memory/ledger-projection.ts';
import { createMemorySearch } from '#main/memory/search/memory-search.ts';
import { TextEmbedding } from '#main/memory/text-embedding.ts';
import type { Embedder } from '#main/ports/embedder.ts';
import type { Launcher } from '#main/ports/launcher.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Memory } from '#main/ports/memory.ts';
import type { DataFolder } from '#main/stores/data-folder/data-folder.ts';
import { localEmbedder } from '#main/stores/embedding/local-embedder.ts';
import { ollamaEmbedder } from '#main/stores/embedding/ollama-embedder.ts';
import type { Machine } from './machine.ts';
import { mirrorGraph } from './mirror-graph.ts';
import { mirrorVectors } from './mirror-vectors.ts';
import { nextTurn } from './next-turn.ts';
import type { Stores } from './open-stores.ts';
import { createRebuilds } from './create-rebuilds.ts';
import type { Settings } from './settings.ts';

/** What follows from the stores, kept in step with them, and the search in it. */
export interface MemoryInStep extends AsyncDisposable {
  readonly memory: Memory;
  readonly indicators: IndicatorKeeper;
  /** Takes everything up where it was left. */
  readonly start: () => void;
}

/** Rows are mirrored as soon as they rest for so long: many changes come together. */
const wakeMs = durationMs(100);

/** Servers come after the first candles: nobody waits for them, since the rows below answer. */
const serversAfter = secondsToMs(2);

/** Memory on real stores. Nothing runs before `start`, and nobody who trades waits for any of it. */
export function wireMemory({
  folder,
  stores,
  settings,
  machine,
  launcher,
  logger,
}: {
  readonly folder: DataFolder;
  readonly stores: Stores;
  readonly settings: Settings;
  readonly machine: Machine;
  /** Null: no server is started or looked for, and what is stored answers. */
  readonly launcher: Launcher | null;
  readonly logger: Logger;
}): MemoryInStep {
  using opening = new DisposableStack();
  const { market, ledger, marketClock } = stores;
  const { monotonicClock, wallClock, timers } = machine;
  const parts = { folder, stores, settings, machine, logger };
  const vectors = mirrorVectors({ ...parts, launcher });
  const graph = mirrorGraph({ ...parts, isServed: launcher !== null });

  let waking: Disposable | null = null;
  const wakeMirrors = (): void => {
    waking ??= timers.after(wakeMs, () => {
      waking = null;
      vectors.wake();
      graph.wake();
    });
  };
  opening.defer(() => waking?.[Symbol.dispose]());

  const { bars, sync: holes, states, situations, texts, projections, outbox } = market;
  const indicators = opening.use(
    new IndicatorKeeper({ bars, indicators: market.indicators, holes, outbox, ...machine, logger }),
  );
  const embeddingBy = (embedder: Embedder): TextEmbedding =>
    opening.use(
      new TextEmbedding({ embedder, texts, deadLetters: projections, onEmbedded: wakeMirrors, ...machine, logger }),
    );
  // The program's own method is always there; a model's answers come first where one is named and may be asked.
  const own = embeddingBy(localEmbedder);
  const model = launcher === null ? null : modelOf(settings, timers);
  const embeddings = model === null ? [own] : [own, embeddingBy(model)];
  const ledgerProjection = opening.use(
    new LedgerProjection({
      ...{ outbox: ledger.outbox, records: ledger.records, trades: ledger.trades },
      ...{ states, situations, texts, graph: market.graph, stateVersion, projections },
      ...{ wallClock, monotonicClock, timers, logger },
      onProjected: () => {
        for (const embedding of embeddings) embedding.wake();
        wakeMirrors();
      },
      onCleared: () => {
        indicators.start();
      },
    }),
  );
  opening.use(
    indicators.subscribe((series, fromUtcMs) => {
      ledgerProjection.statesChanged(series, fromUtcMs);
      wakeMirrors();
    }),
  );

  const search = createMemorySearch({
    ...{ vectors: vectors.ladder, graph: graph.ladder },
    ...{ states, situations, texts, bars, indicators: market.indicators, holes, together: market.together },
    embedders: model === null ? [localEmbedder] : [model, localEmbedder],
    trades: { ...ledger.records, ...ledger.trades },
    lessons: ledger.records,
    ...{ marketClock, monotonicClock, nextTurn },
  });
  const waitingOf = (name: ProjectionHealth['name'], series: number): Waiting => ({
    depth: ledgerProjection.depth(name) + series,
    lagMs: ledgerProjection.lagMs(name),
    fault: ledgerProjection.fault(),
  });
  const health = (): readonly ProjectionHealth[] => {
    const series = Math.max(indicators.waiting(), market.outboxDepth());
    return [
      { name: 'vectors', ...withWaiting(vectors.health(), waitingOf('vectors', series)) },
      { name: 'graph', ...withWaiting(graph.health(), waitingOf('graph', 0)) },
    ];
  };

  const held = opening.move();
  return {
    memory: {
      ...search,
      health,
      deadLetters: projections.deadLetters,
      rebuild: createRebuilds({ market, indicators, ledgerProjection, embedding: own, vectors, graph, monotonicClock }),
    },
    indicators,
    start: () => {
      dropOtherVersions(projections, logger);
      indicators.start();
      ledgerProjection.start();
      for (const embedding of embeddings) embedding.start();
      held.use(
        timers.after(serversAfter, () => {
          vectors.start();
          graph.start();
        }),
      );
    },
    [Symbol.asyncDispose]: async () => {
      held.dispose();
      await Promise.all([vectors[Symbol.asyncDispose](), graph[Symbol.asyncDispose]()]);
    },
  };
}

type Waiting = Pick<ProjectionHealth, 'depth' | 'lagMs' | 'fault'>;

/** What has still to become rows is waiting for a copy, too. */
const withWaiting = <Mirrored extends Waiting>(mirrored: Mirrored, { depth, lagMs, fault }: Waiting): Mirrored => ({
  ...mirrored,
  depth: mirrored.depth + depth,
  lagMs: Math.max(mirrored.lagMs, lagMs),
  fault: mirrored.fault ?? fault,
});

const modelOf = ({ memory: { embedding } }: Settings, timers: Machine['timers']): Embedder | null =>
  embedding === null ? null : ollamaEmbedder({ ...embedding, timers });
