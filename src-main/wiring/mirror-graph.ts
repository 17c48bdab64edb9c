import type { GraphAdapter } from '#shared/contract/memory.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { GraphChange, GraphReads } from '#main/ports/graph-store.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { DataFolder } from '#main/stores/data-folder/data-folder.ts';
import { BoltConnection, type BoltServer } from '#main/stores/graph/bolt-connection.ts';
import { boltGraph } from '#main/stores/graph/bolt-graph.ts';
import { spaceOf } from '#main/stores/graph/bolt-names.ts';
import { boltTarget } from '#main/stores/graph/bolt-target.ts';
import { readGraphPassword } from '#main/stores/graph/graph-password.ts';
import { Projector } from '#main/stores/projection/projector.ts';
import type { Machine } from './machine.ts';
import { createMirror, type Mirror, type Server, type ServerState } from './mirror.ts';
import { nextTurn } from './next-turn.ts';
import type { Stores } from './open-stores.ts';
import type { Settings } from './settings.ts';

interface GraphParts {
  readonly folder: DataFolder;
  readonly stores: Stores;
  readonly settings: Settings;
  readonly machine: Machine;
  readonly logger: Logger;
  /** False: no server is looked for. */
  readonly isServed: boolean;
}

/** The graph: the embedded one, and a Memgraph or Neo4j above it where one is named. */
export function mirrorGraph(parts: GraphParts): Mirror<GraphReads, GraphAdapter> {
  const { market } = parts.stores;
  return createMirror({
    projection: 'graph',
    rows: { reads: market.embeddedGraph(nextTurn), adapter: 'embedded' },
    server: parts.isServed ? boltServer(parts) : null,
    deadLetters: market.projections.deadLetterCount,
    monotonicClock: parts.machine.monotonicClock,
  });
}

function boltServer({
  folder,
  stores,
  settings,
  machine,
  logger,
}: GraphParts): Server<GraphReads, GraphAdapter> | null {
  const { graph } = settings.memory;
  if (graph === null) return null;
  const { market, ledger } = stores;
  const password = readGraphPassword({
    environment: process.env.ATS_GRAPH_PASSWORD,
    file: folder.graphPasswordFile,
  });
  const refusal = password.ok ? null : password.error;
  if (refusal !== null) logger.warn("the graph server's password cannot be used", { code: refusal.code });
  const server: BoltServer = { ...graph, password: password.ok ? password.value : null };
  const connection = new BoltConnection({ server, logger, ...machine });
  const space = spaceOf(ledger.orderIds.installationTag.toString(36));
  const projector = new Projector({
    projection: 'graph',
    feed: market.graphFeed,
    target: boltTarget(connection, space),
    keyOf,
    deadLetters: market.projections,
    logger,
    ...machine,
  });
  return {
    rung: { reads: boltGraph(connection, space), adapter: 'bolt' },
    state: () => serverState(connection, machine.monotonicClock.nowMs(), refusal),
    projector,
    start: () => {
      if (refusal === null) connection.start();
    },
    onChange: (listener) => connection.onChange(listener),
    [Symbol.asyncDispose]: async () => {
      projector[Symbol.dispose]();
      await connection[Symbol.asyncDispose]();
    },
  };
}

function serverState({ state, address }: BoltConnection, nowMs: number, refusal: Fault | null): ServerState {
  const known = { isWanted: true, isUp: false, server: address, attempts: 0, nextAttemptInMs: null, fault: refusal };
  switch (state.kind) {
    case 'off':
      return known;
    case 'connecting':
      return { ...known, attempts: state.attempts, fault: state.fault };
    case 'up':
      return { ...known, isUp: true, server: state.server };
    case 'down': {
      const { attempts, fault, nextAttemptAtMs } = state;
      return { ...known, attempts, fault, nextAttemptInMs: Math.max(0, nextAttemptAtMs - nowMs) };
    }
  }
}

function keyOf(change: GraphChange): string {
  switch (change.kind) {
    case 'putNode':
      return change.node.id;
    case 'removedNode':
      return change.id;
    case 'putLink':
    case 'removedLink': {
      const { from, kind, to } = change.link;
      return `${from} ${kind} ${to}`;
    }
  }
}
