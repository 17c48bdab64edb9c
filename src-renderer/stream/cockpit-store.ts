import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AgentRuns } from './agent-runs.ts';
import type { LinkState } from './link-state.ts';
import type { Replica } from './replica.ts';
import type { SyncView } from './sync-view.ts';

/** What the window knows of the engine: the way to it, and its views as last heard. They outlive the way, marked as old. */
export interface CockpitState {
  readonly link: LinkState;
  readonly replica: Replica | null;
  readonly sync: SyncView | null;
  /** Null before the engine has told of any, and where it has no agents. */
  readonly agents: AgentRuns | null;
}

export type CockpitStore = StoreApi<CockpitState>;

export const cockpitStore = (link: LinkState = { kind: 'connecting' }): CockpitStore =>
  createStore(() => ({ link, replica: null, sync: null, agents: null }));
