import type { Result } from '#shared/base/result.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { AgentRuns } from './agent-runs.ts';
import type { Refusal } from './ask-engine.ts';
import type { BarFeed } from './bar-feed.ts';
import type { CockpitStore } from './cockpit-store.ts';
import type { LinkState } from './link-state.ts';
import type { Replica } from './replica.ts';
import type { SyncView } from './sync-view.ts';

/** What the screens are given: the view, the live bars, and a way to ask. */
export interface Cockpit {
  readonly store: CockpitStore;
  readonly feed: BarFeed;
  readonly ask: <T>(request: (client: ContractClient) => Promise<T>) => Promise<Result<T, Refusal>>;
  readonly retryNow: () => void;
}

const CockpitContext = createContext<Cockpit | null>(null);

export const CockpitProvider = CockpitContext.Provider;

export const useCockpit = (): Cockpit => assertDefined(useContext(CockpitContext), 'the cockpit is provided');

/** A slice of the replica; redraws only when that slice changed. Null before the first snapshot. */
export function useReplica<T>(select: (replica: Replica) => T): T | null {
  return useStore(
    useCockpit().store,
    useShallow(({ replica }) => (replica === null ? null : select(replica))),
  );
}

/** A slice of the synchronizer's view; null before its first health. */
export function useSync<T>(select: (view: SyncView) => T): T | null {
  return useStore(
    useCockpit().store,
    useShallow(({ sync }) => (sync === null ? null : select(sync))),
  );
}

/** A slice of the agents' runs; null before they were told of. */
export function useAgentRuns<T>(select: (view: AgentRuns) => T): T | null {
  return useStore(
    useCockpit().store,
    useShallow(({ agents }) => (agents === null ? null : select(agents))),
  );
}

export const useLink = (): LinkState => useStore(useCockpit().store, ({ link }) => link);

/** Whether what is shown is alive, and requests can be sent. */
export const useIsConnected = (): boolean => useStore(useCockpit().store, ({ link }) => link.kind === 'connected');
