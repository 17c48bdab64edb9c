import type { BarSeries } from '#shared/market/bar-series.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** Series whose bars changed, until what follows from them is derived. Its rows are committed with the bars. */
export interface BarOutbox {
  readonly waiting: () => readonly BarSeries[];
  /** The series is derived to this bar, its last: what tells of bars up to it has been heard, and of later ones not. */
  readonly take: (series: BarSeries, derivedToUtcMs: UtcMs) => void;
}
