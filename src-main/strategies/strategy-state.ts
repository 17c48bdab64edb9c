import type { Instrument } from '#shared/market/instrument.ts';
import type { Position } from '#shared/trading/position.ts';
import type { Side } from '#shared/trading/side.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { valueAt } from '#main/features/columns.ts';
import type { MarketColumns } from '#main/features/market-columns.ts';

/**
 * All that a strategy knows of the book as of one bar: plain, and rebuilt at any moment from a position and the bars, so that a restart
 * decides alike.
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
  /** The stop of the entry, from which R is measured though the stop has moved since; NaN where it is not known. */
  readonly stopAsSent: number;
  /** Lots that are left, and by which steps and down to which smallest volume they can be divided. */
  readonly volume: number;
  readonly volumeStep: number;
  readonly volumeMin: number;
  /** Whether something of it was closed already, by whomever. */
  readonly isPartClosed: boolean;
}

export const flatState: FlatState = { kind: 'flat', tradesToday: 0 };

type Bars = Pick<MarketColumns, 'openTimeUtcMs' | 'closeTimeUtcMs' | 'high' | 'low'>;

/** What a position is held with. */
export interface Held {
  readonly position: Pick<Position, 'side' | 'openedAtUtcMs' | 'openPrice' | 'stop' | 'volume'>;
  readonly instrument: Pick<Instrument, 'volumeStep' | 'volumeMin'>;
  readonly stopAsSent: number | null;
  readonly isPartClosed: boolean;
}

/** The state as of bar `index`, by going through the bars since the entry: for live use, where a restart must not matter. */
export function holdingSince(
  bars: Bars,
  index: number,
  { position, instrument, stopAsSent, isPartClosed }: Held,
): HoldingState {
  const { side, openPrice, stop, volume } = position;
  const { volumeStep, volumeMin } = instrument;
  const held = {
    kind: 'holding',
    side,
    entryPrice: openPrice,
    stop: stop ?? NaN,
    stopAsSent: stopAsSent ?? NaN,
    volume,
    volumeStep,
    volumeMin,
    isPartClosed,
  } as const;
  const entryIndex = entryBar(bars, index, position.openedAtUtcMs);
  if (entryIndex < 0 || entryIndex > index) return { ...held, extreme: NaN };
  let extreme = side === 'buy' ? -Infinity : Infinity;
  for (let bar = entryIndex; bar <= index; bar++) extreme = furtherExtreme(bars, bar, { side, extreme });
  return { ...held, extreme };
}

const furtherExtreme = (
  { high, low }: Pick<Bars, 'high' | 'low'>,
  index: number,
  { side, extreme }: { readonly side: Side; readonly extreme: number },
): number => (side === 'buy' ? Math.max(extreme, valueAt(high, index)) : Math.min(extreme, valueAt(low, index)));

/** The bar in which a position was opened: −1 where it lies before the columns, past `index` where it has not closed by then. */
function entryBar({ openTimeUtcMs, closeTimeUtcMs }: Bars, index: number, openedAtUtcMs: UtcMs): number {
  let low = 0;
  let high = index + 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(openTimeUtcMs, middle) <= openedAtUtcMs) low = middle + 1;
    else high = middle;
  }
  const hasClosed = valueAt(closeTimeUtcMs, low - 1) <= openedAtUtcMs;
  return hasClosed ? low : low - 1;
}
