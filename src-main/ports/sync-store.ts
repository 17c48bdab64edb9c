import type { Fault } from '#shared/base/fault.ts';
import type { SyncKind, SyncLog } from '#shared/contract/sync-health.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Hole } from '#shared/market/hole.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** One thing that is kept in step. `symbol` is null for what belongs to the account, `timeframe` for all but bars. */
export interface SyncKey {
  readonly kind: SyncKind;
  readonly symbol: string | null;
  readonly timeframe: Timeframe | null;
}

/** How far a stream has come, so that a restart goes on from there. Written in the transaction of the rows that it tells of. */
export interface SyncState extends SyncKey {
  /** The past is stored, as far as the source has it, from here on; null before the first chunk. It only moves back. */
  readonly backfilledFromUtcMs: UtcMs | null;
  /** How far back it is wanted; a wish that reaches farther back goes on from `backfilledFromUtcMs`. */
  readonly wantedFromUtcMs: UtcMs | null;
  /** The opening of the newest record that is stored; of the coarse bars before the first minute, how far they were asked for. */
  readonly cursorUtcMs: UtcMs | null;
  /** Broker's corrections so far. */
  readonly corrections: number;
  readonly lastFault: Fault | null;
  readonly changedAtUtcMs: UtcMs;
}

/** What the synchronizer remembers between its runs, in the file of the market's data. */
export interface SyncStore {
  readonly state: (key: SyncKey) => SyncState | null;
  readonly states: () => readonly SyncState[];
  readonly saveState: (state: SyncState) => void;
  /** Appends one entry; old ones beyond a bound are dropped. */
  readonly log: (entry: SyncLog) => void;
  /** Newest first. */
  readonly logs: (limit: number) => readonly SyncLog[];
  /** Holes of a series that touch a span, oldest first. */
  readonly holes: (series: BarSeries, span: { readonly fromUtcMs: UtcMs; readonly toUtcMs: UtcMs }) => readonly Hole[];
  /** What is known of a span replaces what was, in one transaction. */
  readonly replaceHoles: (
    series: BarSeries,
    span: { readonly fromUtcMs: UtcMs; readonly toUtcMs: UtcMs },
    holes: readonly Hole[],
  ) => void;
  readonly holeCounts: (series: BarSeries) => HoleCounts;
}

export interface HoleCounts {
  readonly expected: number;
  readonly unexpected: number;
  /** Of the unexpected ones. */
  readonly missingBars: number;
}
