import type { SyncHealth } from '#shared/contract/sync-health.ts';

/** The synchronizer's health as last heard; `receivedAtMs` is the window's monotonic clock, by which its countdowns run. */
export interface SyncView {
  readonly health: SyncHealth;
  readonly receivedAtMs: number;
}

/**
 * The next view, in which every stream, store and log entry that says the same as before keeps its identity: each health is whole, and a
 * table draws only the rows that changed.
 */
export function nextSyncView(before: SyncView | null, health: SyncHealth, receivedAtMs: number): SyncView {
  if (before === null) return { health, receivedAtMs };
  const { streams, stores, projections, logs } = before.health;
  return {
    receivedAtMs,
    health: {
      ...health,
      streams: keepEqual(streams, health.streams),
      stores: keepEqual(stores, health.stores),
      projections: keepEqual(projections, health.projections),
      logs: keepEqual(logs, health.logs),
    },
  };
}

/** Values of the contract hold their members in the order of its schemas, so equal ones are written alike. */
function keepEqual<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  const known = new Map(before.map((one) => [JSON.stringify(one), one]));
  const kept = after.map((one) => known.get(JSON.stringify(one)) ?? one);
  const isSame = kept.length === before.length && kept.every((one, index) => one === before[index]);
  return isSame ? before : kept;
}
