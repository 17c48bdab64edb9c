import type { BarSeries } from '#shared/market/bar-series.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { BarGap } from './bar-store.ts';

/** What is known of a market beside its bars and quotes. */
export interface MarketFacts {
  /**
   * From a moment to the nearest release of high impact for one of the symbol's currencies, before or after it. Null where no calendar covers the
   * moment, or the currencies are not known: that is no data, never no release.
   */
  readonly newsDistanceMs: (symbol: string, atUtcMs: UtcMs) => number | null;
  /** Whether bars are missing between two neighbouring bars of a series, by the market's hours. */
  readonly isUnexpectedHole: (series: BarSeries, gap: BarGap) => boolean;
}
