import type { Fault } from '#shared/base/fault.ts';
import { err, ok } from '#shared/base/result.ts';
import type { SyncHealth } from '#shared/contract/sync-health.ts';
import type { Hole } from '#shared/market/hole.ts';
import type { HolePages, SyncControl } from '#main/ports/sync-control.ts';
import { sampleSyncHealth } from './sample-sync-health.ts';

/** A synchronizer without a terminal: a test publishes its health, sets its holes and its answer, and reads what was asked. */
export interface ScriptedSync extends SyncControl, HolePages {
  readonly publish: (health: SyncHealth) => void;
  readonly showHoles: (holes: readonly Hole[]) => void;
  /** From now on wishes are refused with this fault, or accepted again. */
  readonly refuse: (fault: Fault | null) => void;
  readonly wishes: readonly (readonly string[] | null)[];
  readonly pagesAsked: readonly Parameters<HolePages['holesPage']>[0][];
  readonly listeners: () => number;
}

export function createScriptedSync(start: SyncHealth = sampleSyncHealth()): ScriptedSync {
  const listeners = new Set<(health: SyncHealth) => void>();
  const wishes: (readonly string[] | null)[] = [];
  const pagesAsked: Parameters<HolePages['holesPage']>[0][] = [];
  let health = start;
  let holes: readonly Hole[] = [];
  let refusal: Fault | null = null;
  return {
    health: () => health,
    subscribe: (listener) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    syncNow: ({ symbols }) => {
      wishes.push(symbols);
      return refusal === null ? ok(undefined) : err(refusal);
    },
    holesPage: (page) => {
      pagesAsked.push(page);
      return holes.slice(0, page.limit);
    },
    publish: (next) => {
      health = next;
      for (const listener of listeners) listener(next);
    },
    showHoles: (next) => {
      holes = next;
    },
    refuse: (next) => {
      refusal = next;
    },
    wishes,
    pagesAsked,
    listeners: () => listeners.size,
  };
}
