import { barCloses } from '#shared/market/bar-close.ts';
import type { BarAnchor } from '#shared/market/bar-series.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { Column } from '#main/features/columns.ts';
import type { MarketColumns } from '#main/features/market-columns.ts';

export interface ColumnsOptions {
  readonly timeframe?: Timeframe;
  readonly anchor?: BarAnchor;
  /** Spreads are stored in points. */
  readonly point?: number;
  /** Indexes of bars that have an unexpected hole before them. */
  readonly holesBefore?: readonly number[];
  readonly allocate?: (length: number) => Float64Array;
}

/** Bars as the columns that features read. No calendar: the news are not known. */
export function columnsOfBars(bars: readonly Bar[], options: ColumnsOptions = {}): MarketColumns {
  const { timeframe = 'M1', anchor = 'hour', point = 0.01, holesBefore = [], allocate = allocatePrivate } = options;
  const closeOf = barCloses({ timeframe, anchor });
  const column = (numberOf: (bar: Bar, index: number) => number): Column => {
    const values = allocate(bars.length);
    bars.forEach((bar, index) => (values[index] = numberOf(bar, index)));
    return { values, length: bars.length };
  };
  const lastHole = (index: number): number => holesBefore.findLast((hole) => hole <= index) ?? 0;
  return {
    openTimeUtcMs: column((bar) => bar.openTimeUtcMs),
    closeTimeUtcMs: column((bar) => closeOf(bar.openTimeUtcMs)),
    open: column((bar) => bar.open),
    high: column((bar) => bar.high),
    low: column((bar) => bar.low),
    close: column((bar) => bar.close),
    tickVolume: column((bar) => bar.tickVolume ?? NaN),
    spread: column((bar) => (bar.spreadPoints === null ? NaN : bar.spreadPoints * point)),
    newsDistanceMs: column(() => NaN),
    barsSinceHole: column((_bar, index) => index - lastHole(index) + 1),
  };
}

const allocatePrivate = (length: number): Float64Array => new Float64Array(length);
