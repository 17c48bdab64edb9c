import type { ContractClient } from '#shared/contract/contract-client.ts';
import { ORPCError } from '@orpc/client';
import { applyRunBatch } from './agent-runs.ts';
import type { CockpitStore } from './cockpit-store.ts';

interface AgentsSurroundings {
  readonly nextFrame: () => Promise<void>;
}

/**
 * Keeps the store up with the agents' runs over one connection, once a frame at most; settles when the engine ends the stream. An engine that tells
 * of no agents trades as well: the rest of the window goes on without.
 */
export async function followAgents(
  engine: ContractClient,
  { store, surroundings }: { readonly store: CockpitStore; readonly surroundings: AgentsSurroundings },
  signal: AbortSignal,
): Promise<'ended' | 'refused'> {
  for (let subscription = 1; ; subscription += 1) {
    // Subscriptions are named within a connection.
    const subscriptionId = `agent-runs-${subscription}`;
    try {
      const end = await followSubscription(engine, { subscriptionId, store, surroundings }, signal);
      if (end === 'ended') return 'ended';
    } catch (cause) {
      if (!(cause instanceof ORPCError) || cause.code !== 'REFUSED') throw cause;
      store.setState({ agents: null });
      return 'refused';
    }
  }
}

async function followSubscription(
  engine: ContractClient,
  {
    subscriptionId,
    store,
    surroundings,
  }: { readonly subscriptionId: string; readonly store: CockpitStore; readonly surroundings: AgentsSurroundings },
  signal: AbortSignal,
): Promise<'gap' | 'ended'> {
  for await (const batch of await engine.agents.changed({ subscriptionId }, { signal })) {
    if (signal.aborted) return 'ended';
    const applied = applyRunBatch(store.getState().agents, batch);
    if (applied.kind === 'gap') return 'gap';
    store.setState({ agents: applied.view });
    await surroundings.nextFrame();
    await engine.agents.acknowledge({ subscriptionId, sequence: batch.sequence });
  }
  return 'ended';
}
