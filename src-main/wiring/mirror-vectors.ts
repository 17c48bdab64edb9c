import type { VectorAdapter } from '#shared/contract/memory.ts';
import type { Launcher } from '#main/ports/launcher.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { VectorIndex } from '#main/ports/vector-index.ts';
import type { DataFolder } from '#main/stores/data-folder/data-folder.ts';
import { Projector } from '#main/stores/projection/projector.ts';
import { ChromaConnection } from '#main/stores/vector/chroma-connection.ts';
import { chromaIndex } from '#main/stores/vector/chroma-index.ts';
import { ChromaKeeper, type ChromaPlace } from '#main/stores/vector/chroma-keeper.ts';
import { chromaBatchMax, chromaTarget } from '#main/stores/vector/chroma-target.ts';
import { ExactIndex } from '#main/stores/vector/exact-index.ts';
import { partitionKey } from '#main/stores/vector/partition-key.ts';
import type { Machine } from './machine.ts';
import { createMirror, type Mirror, type Server } from './mirror.ts';
import { nextTurn } from './next-turn.ts';
import type { Stores } from './open-stores.ts';
import type { Settings } from './settings.ts';
import { shapeOf } from './shape-of.ts';

interface VectorParts {
  readonly folder: DataFolder;
  readonly stores: Stores;
  readonly settings: Settings;
  readonly machine: Machine;
  /** Null: no server is started or looked for. */
  readonly launcher: Launcher | null;
  readonly logger: Logger;
}

/** Vectors: the exact scan over those of the store, and a Chroma server above it where there is one. */
export function mirrorVectors(parts: VectorParts): Mirror<VectorIndex, VectorAdapter> {
  const { market } = parts.stores;
  const { monotonicClock } = parts.machine;
  const exact = new ExactIndex({ rows: market.vectorFeed, shapeOf, monotonicClock, nextTurn });
  return createMirror({
    projection: 'vectors',
    rows: { reads: exact, adapter: 'exact' },
    server: chromaServer(parts),
    deadLetters: market.projections.deadLetterCount,
    monotonicClock,
  });
}

function chromaServer({
  folder,
  stores,
  settings,
  machine,
  launcher,
  logger,
}: VectorParts): Server<VectorIndex, VectorAdapter> | null {
  const { vectors, chromaCommand } = settings.memory;
  if (vectors === 'exact' || launcher === null) return null;
  const { market, ledger } = stores;
  const place: ChromaPlace =
    vectors === 'auto'
      ? { kind: 'own', folder: folder.chromaFolder, command: chromaCommand }
      : { kind: 'server', url: new URL(vectors) };
  const keeper = new ChromaKeeper({ place, launcher, logger, ...machine });
  const owner = ledger.orderIds.installationTag.toString(36);
  const connection = new ChromaConnection({ url: () => keeper.url(), owner, timers: machine.timers });
  const projector = new Projector({
    projection: 'vectors',
    feed: market.vectorFeed,
    target: chromaTarget({
      connection,
      projections: market.projections,
      rows: market.vectorFeed,
      shapeOf,
      monotonicClock: machine.monotonicClock,
      nextTurn,
    }),
    keyOf: (change) => `${partitionKey(change.partition)} ${change.kind === 'put' ? change.record.id : change.id}`,
    deadLetters: market.projections,
    batchMax: chromaBatchMax,
    logger,
    ...machine,
  });
  const isNamed = vectors !== 'auto' || chromaCommand !== null;
  return {
    rung: { reads: chromaIndex(connection, shapeOf), adapter: 'chroma' },
    state: () => {
      const state = keeper.state();
      // Whether there is one that nobody named shows once it answers or fails.
      const isThere = isNamed || state.server !== '' || state.attempts > 0;
      return { ...state, isUp: state.kind === 'up', isWanted: isThere && state.kind !== 'absent' };
    },
    projector,
    start: () => keeper.start(),
    onChange: (listener) => keeper.onChange(listener),
    [Symbol.asyncDispose]: async () => {
      projector[Symbol.dispose]();
      connection[Symbol.dispose]();
      await keeper[Symbol.asyncDispose]();
    },
  };
}
