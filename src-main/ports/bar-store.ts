import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

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

export interface SeriesSummary {
  readonly series: BarSeries;
  readonly count: number;
  readonly firstUtcMs: UtcMs;
  readonly lastUtcMs: UtcMs;
}

/** Closed bars. Never returns a bar that closes after the market clock, which is bound in by wiring. */
export interface BarStore {
  /** In one transaction. */
  readonly append: (series: BarSeries, bars: readonly Bar[]) => BarsAppended;
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
