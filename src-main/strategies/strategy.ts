import type { z } from 'zod';
import type { Bar } from '#shared/market/bar.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { FilterReport } from '#shared/trading/filter-report.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { Signal } from '#shared/trading/signal.ts';
import type { BarColumns } from './bar-columns.ts';
import type { DecisionCode } from './decision-code.ts';
import type { StrategyState } from './strategy-state.ts';

/**
 * A set of rules that the engine drives bar by bar, live, on paper and in a backtest alike. All of it is pure but for `appendBar`, which
 * grows the columns; row i of every column is known at the close of bar i, and nothing reads a row beyond the index it is given.
 */
export interface Strategy<Parameters, Columns extends BarColumns> {
  readonly scenario: Scenario;
  /** Checks parameters and fills in defaults; unit, range and meaning stand on each of them. */
  readonly parametersSchema: z.ZodType<Parameters>;
  /** Bars until every number that a decision may read is defined. */
  readonly warmUpBars: (parameters: Parameters) => number;
  /** Bars to load at a start: with fewer, numbers differ from those of a longer history by more than rounding. */
  readonly lookBackBars: (parameters: Parameters) => number;
  readonly createColumns: (parameters: Parameters) => Columns;
  /** Takes a closed bar, the one after the last; a bar that opens no later than the last one is a broken invariant. */
  readonly appendBar: (columns: Columns, bar: Bar) => void;
  /** Allocates nothing. */
  readonly decide: (columns: Columns, index: number, state: StrategyState) => DecisionCode;
  /** The filters behind `decide`, with values and thresholds: all have passed exactly where it said enter or hold. */
  readonly explain: (columns: Columns, index: number, state: StrategyState) => readonly FilterReport[];
  /** What `decide` said, as prices on the instrument's tick grid. */
  readonly signal: (
    columns: Columns,
    index: number,
    decided: { readonly code: DecisionCode; readonly state: StrategyState; readonly instrument: Instrument },
  ) => Signal;
}
