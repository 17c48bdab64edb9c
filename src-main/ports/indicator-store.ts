import type { BarSeries } from '#shared/market/bar-series.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** Values of one closed bar. `null` is "not defined yet" (warm-up, a hole, no volume), never zero. */
export interface IndicatorRow {
  readonly openTimeUtcMs: UtcMs;
  readonly values: Readonly<Record<string, number | null>>;
}

/** Indicators of closed bars, derived from them and from nothing else; `version` names the set and how it is computed. */
export interface IndicatorStore {
  /** In one transaction; a row of the same bar and version is replaced. */
  readonly save: (series: BarSeries, version: number, rows: readonly IndicatorRow[]) => void;
  /** Open time of the newest bar that has them, or null. */
  readonly newest: (series: BarSeries, version: number) => UtcMs | null;
  /** A bar that changed takes them with it: everything from there on is derived anew. */
  readonly dropFrom: (series: BarSeries, fromUtcMs: UtcMs) => void;
  /** Oldest first, at most `limit` before a moment. */
  readonly read: (range: {
    readonly series: BarSeries;
    readonly version: number;
    readonly beforeUtcMs: UtcMs;
    readonly limit: number;
  }) => readonly IndicatorRow[];
}
