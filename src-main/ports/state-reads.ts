import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { MarketState } from './indicator-store.ts';

/** A stored state of the market, and the bar that it is the state of. */
export interface StoredState {
  readonly series: BarSeries;
  readonly openTimeUtcMs: UtcMs;
  readonly state: MarketState;
}

/** The states of closed bars, for those who look back. Only what is derived of the stored bars as they stand counts. */
export interface StateReads {
  /** The newest state of the symbol's chosen series that was known by a moment; null where there is none, or where the choice of a series would be a guess. */
  readonly stateAt: (wish: {
    readonly symbol: string;
    readonly timeframe: Timeframe;
    readonly stateVersion: number;
    readonly atUtcMs: UtcMs;
  }) => StoredState | null;
  /** The state of one bar, or null where none counts. */
  readonly stateOf: (bar: {
    readonly series: BarSeries;
    readonly openTimeUtcMs: UtcMs;
    readonly stateVersion: number;
  }) => MarketState | null;
}
