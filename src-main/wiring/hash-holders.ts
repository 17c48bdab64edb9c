import { setImmediate as nextTurn } from 'node:timers/promises';
import { FaultError, type Fault } from '#shared/base/fault.ts';
import { assertDefined } from '#shared/base/assert.ts';
import type { Result } from '#shared/base/result.ts';
import type { Logger } from '#main/ports/logger.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { BoltConnection, type BoltServer } from '#main/stores/graph/bolt-connection.ts';
import { boltGraph } from '#main/stores/graph/bolt-graph.ts';
import { spaceOf } from '#main/stores/graph/bolt-names.ts';
import { hashGraph, type GraphHash } from '#main/stores/graph/hash-graph.ts';
import { openMarketToRead } from '#main/stores/sqlite/market/open-market-to-read.ts';
import { ChromaConnection } from '#main/stores/vector/chroma-connection.ts';
import { chromaIndex } from '#main/stores/vector/chroma-index.ts';
import { ExactIndex } from '#main/stores/vector/exact-index.ts';
import { hashVectors, type VectorsHash } from '#main/stores/vector/hash-vectors.ts';
import { systemMachine } from './machine.ts';
import { shapeOf } from './shape-of.ts';

/** What holds what is derived of a data folder. Null is not asked. */
export interface Holders {
  readonly folder: string;
  readonly chroma: { readonly url: URL; readonly owner: string } | null;
  readonly bolt: { readonly server: BoltServer; readonly space: string } | null;
  readonly logger: Logger;
}

/** By adapter; where all is in step `exact` and `chroma` are equal, and `embedded` and `bolt`. */
export interface HeldHashes {
  readonly exact: VectorsHash;
  readonly chroma: VectorsHash | null;
  readonly embedded: GraphHash;
  readonly bolt: GraphHash | null;
}

/** Reads all of each holder, beside an engine that runs or without one. Throws FaultError with the fault of who could not be read. */
export async function hashHolders({ folder, chroma, bolt, logger }: Holders): Promise<HeldHashes> {
  using market = assertDefined(
    valueOf(openMarketToRead(dataFolderAt(folder), { ...systemMachine, logger })),
    'the folder has a market store',
  );
  const turns = { monotonicClock: systemMachine.monotonicClock, nextTurn: () => nextTurn() };
  return {
    exact: await hashVectors(new ExactIndex({ rows: market.vectorFeed, shapeOf, ...turns })),
    chroma: chroma === null ? null : await hashChroma(chroma),
    embedded: await hashGraph(market.embeddedGraph(turns.nextTurn)),
    bolt: bolt === null ? null : await hashBolt(bolt, logger),
  };
}

async function hashChroma({ url, owner }: NonNullable<Holders['chroma']>): Promise<VectorsHash> {
  using connection = new ChromaConnection({ url: () => url, owner, timers: systemMachine.timers });
  return await hashVectors(chromaIndex(connection, shapeOf));
}

async function hashBolt({ server, space }: NonNullable<Holders['bolt']>, logger: Logger): Promise<GraphHash> {
  await using connection = new BoltConnection({ ...systemMachine, server, logger });
  connection.start();
  await untilConnected(connection);
  return await hashGraph(boltGraph(connection, spaceOf(space)));
}

function untilConnected(connection: BoltConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.onChange((state) => {
      if (state.kind === 'up') resolve();
      if (state.kind === 'down') reject(new FaultError(state.fault));
    });
  });
}

function valueOf<T>(result: Result<T, Fault>): T {
  if (!result.ok) throw new FaultError(result.error);
  return result.value;
}
