import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { SyncHealth } from '#shared/contract/sync-health.ts';

/** The synchronizer as those who look at it see it; rpc serves it. */
export interface SyncControl {
  readonly health: () => SyncHealth;
  /** Told at most twice a second of the desk, and whenever a phase changes. */
  readonly subscribe: (listener: (health: SyncHealth) => void) => Disposable;
  /**
   * Does now what would be done later: ends waits and an open circuit, asks for deltas, and asks again for the holes of the named symbols, or of
   * all. SYMBOL_UNKNOWN, NOT_CONNECTED.
   */
  readonly syncNow: (wish: { readonly symbols: readonly string[] | null }) => Result<void, Fault>;
}
