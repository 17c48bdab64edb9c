import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Regime } from '#shared/market/regime.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** The market as of one closed bar, comparable between symbols: see `features/state-vector.ts` for its components. */
export interface MarketState {
  /** NaN is a component that is not known of this bar. */
  readonly vector: Float32Array;
  /** The bar's close: before that moment nobody knew it. */
  readonly knownAtUtcMs: UtcMs;
  readonly regime: Regime;
}

/** What was derived of one closed bar. `null` is "not defined yet" (warm-up, a hole, no volume), never zero. */
export interface IndicatorRow {
  readonly openTimeUtcMs: UtcMs;
  readonly values: Readonly<Record<string, number | null>>;
  readonly state: MarketState | null;
}

/** The sets of numbers that a row holds: each is raised when what it means changes, and all is derived anew. */
export interface DerivedVersion {
  readonly indicators: number;
  readonly states: number;
}

/** Indicators and states of closed bars, derived from them and from nothing else. */
export interface IndicatorStore {
  /** In one transaction; a row of the same bar and version is replaced. A state that says the same as before leaves no change behind. */
  readonly save: (series: BarSeries, version: DerivedVersion, rows: readonly IndicatorRow[]) => void;
  /** Open time of the newest bar that has them, or null. */
  readonly newest: (series: BarSeries, version: DerivedVersion) => UtcMs | null;
  /** A bar that changed takes them with it: everything from there on is derived anew. */
  readonly dropFrom: (series: BarSeries, fromUtcMs: UtcMs) => void;
  /** Oldest first, at most `limit` before a moment; their states are not read. */
  readonly read: (range: {
    readonly series: BarSeries;
    readonly version: DerivedVersion;
    readonly beforeUtcMs: UtcMs;
    readonly limit: number;
  }) => readonly Omit<IndicatorRow, 'state'>[];
}
