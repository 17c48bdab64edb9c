import type { Instrument } from '#shared/market/instrument.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import type { FilterReport } from '#shared/trading/filter-report.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { Signal } from '#shared/trading/signal.ts';
import type { Column } from '#main/features/columns.ts';
import type { FeatureSpec } from '#main/features/feature-spec.ts';
import type { MarketColumns } from '#main/features/market-columns.ts';
import type { DecisionCode } from './decision-code.ts';
import type { StrategyState } from './strategy-state.ts';

/** What every strategy's parameters hold besides its own. */
export interface CommonParameters extends Readonly<Record<string, JsonValue>> {
  readonly timeframe: Timeframe;
  /** Share of equity without credit that a trade may lose at its stop. */
  readonly riskRatio: number;
}

/** A strategy with its parameters: their types end here, so that engine and backtest drive every strategy alike. */
export interface BoundStrategy {
  readonly id: string;
  /** Null: it is no part of the governance, and is traded in backtests only. */
  readonly scenario: Scenario | null;
  readonly parameters: CommonParameters;
  /** Bars until every number that a decision may read is defined. */
  readonly warmUpBars: number;
  /** Bars that have to hang together: no entry is decided on across an unexpected hole among them. */
  readonly contiguousBars: number;
  /** Bars to load at a start: with fewer, numbers differ from those of a longer history by more than rounding. */
  readonly lookBackBars: number;
  /** By the name that the strategy reads them by. */
  readonly features: Readonly<Record<string, FeatureSpec>>;
  /** The rules over columns that hold the market and one column for each feature, all of one length. */
  readonly over: (rows: StrategyColumns) => Decider;
}

export interface StrategyColumns {
  readonly market: MarketColumns;
  readonly features: Readonly<Record<string, Column>>;
}

/** Pure over its columns: nothing reads a row beyond the index it is given. */
export interface Decider {
  /** Allocates nothing. */
  readonly decide: (index: number, state: StrategyState) => DecisionCode;
  /** The filters behind `decide`, with values and thresholds: all have passed exactly where it said enter or hold. */
  readonly explain: (index: number, state: StrategyState) => readonly FilterReport[];
  /** What `decide` said, as prices on the instrument's tick grid. */
  readonly signal: (
    index: number,
    decided: { readonly code: DecisionCode; readonly state: StrategyState; readonly instrument: Instrument },
  ) => Signal;
}
