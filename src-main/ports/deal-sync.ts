import type { SyncLog } from '#shared/contract/sync-health.ts';
import type { DealTicket } from '#shared/trading/ids.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** How far the account's history is known. */
export interface KnownDeals {
  readonly deals: number;
  readonly cashOperations: number;
  readonly firstUtcMs: UtcMs;
  readonly lastUtcMs: UtcMs;
  /** By the desk's clock. */
  readonly changedAtUtcMs: UtcMs;
}

/** An entry of the stream of deals. */
export type DealSyncLog = SyncLog & { readonly kind: 'deals' };

/** What is remembered of the account's stream of deals, in the file of the event log that holds them. */
export interface DealSync {
  /** Written in the transaction of the deals that it counts; null before the first one. */
  readonly known: () => KnownDeals | null;
  /**
   * The deal after which the terminal is asked for more: one that lies some time behind the newest, since an order's own answer may have
   * brought its deal ahead of others. Null asks for all.
   */
  readonly resumeAfter: () => DealTicket | null;
  /** Appends one entry; old ones beyond a bound are dropped. */
  readonly log: (entry: DealSyncLog) => void;
  /** Newest first. */
  readonly logs: (limit: number) => readonly DealSyncLog[];
}
