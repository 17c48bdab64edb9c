import type { BarSeries } from '#shared/market/bar-series.ts';

/** Series whose bars changed, until what follows from them is derived. Its rows are committed with the bars. */
export interface BarOutbox {
  readonly waiting: () => readonly BarSeries[];
  /** The series is derived to its end, as far as the market's clock shows it: whatever waits of it now has been heard. */
  readonly take: (series: BarSeries) => void;
}
