import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { CockpitStore } from './cockpit-store.ts';
import { nextSyncView } from './sync-view.ts';

/** A connection needs one; its name is the window's own. */
const subscriptionId = 'sync-health';

/** Keeps the store up with the synchronizer over one connection, once a frame at most; settles when the engine ends the stream. */
export async function followHealth(
  engine: ContractClient,
  { store, surroundings }: { readonly store: CockpitStore; readonly surroundings: HealthSurroundings },
  signal: AbortSignal,
): Promise<void> {
  for await (const { sequence, health } of await engine.sync.changed({ subscriptionId }, { signal })) {
    if (signal.aborted) return;
    store.setState(({ sync }) => ({ sync: nextSyncView(sync, health, surroundings.nowMs()) }));
    await surroundings.nextFrame();
    await engine.sync.acknowledge({ subscriptionId, sequence });
  }
}

interface HealthSurroundings {
  readonly nowMs: () => number;
  readonly nextFrame: () => Promise<void>;
}
