import type { BarSeries } from '#shared/market/bar-series.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { BarGap } from './bar-store.ts';

/** What is known of a market beside its quotes and the bars that are decided on. Null is no data. */
export interface MarketFacts {
  /**
   * From a moment to the nearest release of high impact for one of the symbol's currencies, before or after it; a week where none is nearer. Null
   * where no calendar covers the moment, or the currencies are not known: that is no data, never no release.
   */
  readonly newsDistanceMs: (symbol: string, atUtcMs: UtcMs) => number | null;
  /** Whether bars are missing between two neighbouring bars of a series, by the market's hours. */
  readonly isUnexpectedHole: (series: BarSeries, gap: BarGap) => boolean;
  /** ATR(14) of the daily bars that had closed by a moment, as a difference of prices. */
  readonly dailyAtr: (symbol: string, atUtcMs: UtcMs) => number | null;
  /** Of the daily returns of two symbols over half a year to a moment, −1 to 1; the same whichever comes first. */
  readonly correlation: (symbol: string, other: string, atUtcMs: UtcMs) => number | null;
}
