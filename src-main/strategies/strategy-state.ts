import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import type { Position } from '#shared/trading/position.ts';
import type { Side } from '#shared/trading/side.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { valueAt, type Column } from '#main/features/columns.ts';
import type { BarColumns } from './bar-columns.ts';

/**
 * All that a strategy knows of the book as of one bar: plain, and rebuilt at any moment from a position's side and opening time, so that a
 * restart decides alike.
 */
export type StrategyState = FlatState | HoldingState;

export interface FlatState {
  readonly kind: 'flat';
  /** Opened by this strategy in this symbol since the broker's midnight before the close that is decided on. */
  readonly tradesToday: number;
}

export interface HoldingState {
  readonly kind: 'holding';
  readonly side: Side;
  /**
   * The highest high (of a buy; of a sell the lowest low) from the entry's bar to the bar decided on, both whole: a bar does not tell what
   * it reached before the fill. NaN where the columns do not hold the entry's bar.
   */
  readonly extreme: number;
  readonly entryPrice: number;
  /** Where the stop stands now; NaN where there is none. */
  readonly stop: number;
}

export const flatState: FlatState = { kind: 'flat', tradesToday: 0 };

/** The state as of bar `index`, by going through the bars since the entry: for live use, where a restart must not matter. */
export function holdingSince(
  columns: BarColumns,
  index: number,
  position: Pick<Position, 'side' | 'openedAtUtcMs' | 'openPrice' | 'stop'> & { readonly timeframe: Timeframe },
): HoldingState {
  const { side, openPrice, stop } = position;
  const held = { kind: 'holding', side, entryPrice: openPrice, stop: stop ?? NaN } as const;
  const entryIndex = entryBar(columns.openTimeUtcMs, index, position);
  if (entryIndex < 0 || entryIndex > index) return { ...held, extreme: NaN };
  let extreme = side === 'buy' ? -Infinity : Infinity;
  for (let bar = entryIndex; bar <= index; bar++) extreme = furtherExtreme(columns, bar, { side, extreme });
  return { ...held, extreme };
}

/** The state of bar `index` from that of the bar before: for loops over history, where going through all bars again would not do. */
export function carryHolding(state: HoldingState, columns: BarColumns, index: number): HoldingState {
  return { ...state, extreme: furtherExtreme(columns, index, state) };
}

const furtherExtreme = (
  columns: BarColumns,
  index: number,
  { side, extreme }: { readonly side: Side; readonly extreme: number },
): number =>
  side === 'buy' ? Math.max(extreme, valueAt(columns.high, index)) : Math.min(extreme, valueAt(columns.low, index));

/** The bar in which a position was opened: −1 where it lies before the columns, past `index` where it has not closed by then. */
function entryBar(
  openTimes: Column,
  index: number,
  { openedAtUtcMs, timeframe }: { readonly openedAtUtcMs: UtcMs; readonly timeframe: Timeframe },
): number {
  let low = 0;
  let high = index + 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(openTimes, middle) <= openedAtUtcMs) low = middle + 1;
    else high = middle;
  }
  const hasClosed = valueAt(openTimes, low - 1) + timeframeDurationMs(timeframe) <= openedAtUtcMs;
  return hasClosed ? low : low - 1;
}
