import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { SyncHealth } from '#shared/contract/sync-health.ts';
import type { Hole } from '#shared/market/hole.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

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

/** The hole map for those who look at it. */
export interface HolePages {
  /** Of the terminal's series: the newest holes that end after a moment, newest first; null reaches back to the beginning. */
  readonly holesPage: (page: {
    readonly symbol: string;
    readonly timeframe: Timeframe;
    readonly fromUtcMs: UtcMs | null;
    readonly limit: number;
  }) => readonly Hole[];
}
