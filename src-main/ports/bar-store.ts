import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarColumns } from '#shared/market/bar-columns.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { SyncState } from './sync-store.ts';

export interface BarRange {
  readonly series: BarSeries;
  /** Only bars that opened before this moment. */
  readonly beforeUtcMs: UtcMs;
  readonly limit: number;
}

/** A stored bar of the same series that says otherwise than the one offered; the stored one stays. */
export interface BarDisagreement {
  readonly stored: Bar;
  readonly offered: Bar;
}

export interface BarsAppended {
  readonly inserted: number;
  readonly duplicates: number;
  readonly disagreements: readonly BarDisagreement[];
}

/** Bars of one series, strictly increasing. */
export interface SeriesBars {
  readonly series: BarSeries;
  readonly bars: readonly Bar[];
}

export interface BarsRecorded {
  readonly inserted: number;
  readonly duplicates: number;
  /** What the source says otherwise now. The new bar stands, the old one is kept beside it with the time at which it was superseded. */
  readonly superseded: readonly (BarDisagreement & { readonly series: BarSeries })[];
}

/** Two neighbouring bars with more than one bar's length between their openings. */
export interface BarGap {
  readonly lastBeforeUtcMs: UtcMs;
  readonly firstAfterUtcMs: UtcMs;
}

export interface SeriesSummary {
  readonly series: BarSeries;
  readonly count: number;
  readonly firstUtcMs: UtcMs;
  readonly lastUtcMs: UtcMs;
}

/** Bars by the hundred thousand, for those who work on columns: slice by slice, so that nobody waits long for a read. */
export interface BarColumnReads {
  /**
   * Bars that opened in a span (its end is exclusive), oldest first, into the columns from `at` on: as many as `limit` says and the columns have
   * room for. Answers how many there were; fewer than the limit is the end of the span.
   */
  readonly readColumns: (
    span: { readonly series: BarSeries; readonly fromUtcMs: number; readonly toUtcMs: number; readonly limit: number },
    into: Omit<BarColumns, 'length'>,
    at: number,
  ) => number;
}

/** Closed bars. Never returns a bar that closes after the market clock, which is bound in by wiring. */
export interface BarStore {
  /** What a file brings, in one transaction: the bar that was stored first stays. */
  readonly append: (series: BarSeries, bars: readonly Bar[]) => BarsAppended;
  /** The same of the rows of columns from one index until before another, without an object a row. */
  readonly appendColumns: (
    series: BarSeries,
    columns: BarColumns,
    span: { readonly from: number; readonly to: number },
  ) => BarsAppended;
  /**
   * What the terminal says, of any number of series, in one transaction with how far its stream has come and with the outbox rows by which
   * it is heard what has to be derived anew: a bar that says otherwise than the stored one supersedes it.
   */
  readonly record: (batch: readonly SeriesBars[], state: SyncState | null) => BarsRecorded;
  /** Bars that opened in a span (its end is exclusive), oldest first; for those who page over years. Bounded by the market clock like `read`. */
  readonly readBetween: (span: {
    readonly series: BarSeries;
    readonly fromUtcMs: UtcMs;
    readonly toUtcMs: UtcMs;
    readonly limit: number;
  }) => readonly Bar[];
  /** Gaps between stored bars whose openings lie in a span, oldest first; found by the database, without reading bars into memory. */
  readonly gaps: (span: {
    readonly series: BarSeries;
    readonly fromUtcMs: UtcMs;
    readonly toUtcMs: UtcMs;
  }) => readonly BarGap[];
  /** The newest bars of the range, oldest first. */
  readonly read: (range: BarRange) => readonly Bar[];
  readonly summaries: () => readonly SeriesSummary[];
  /**
   * The one series that readers use for a symbol and timeframe: the terminal's, else `import`, else the only one there is; several others
   * are SOURCE_AMBIGUOUS unless a source is named. Null where there is none.
   */
  readonly chooseSeries: (wish: {
    readonly symbol: string;
    readonly timeframe: Timeframe;
    readonly source?: string;
  }) => Result<BarSeries | null, Fault>;
}
