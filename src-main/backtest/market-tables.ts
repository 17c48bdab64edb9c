import type { Instrument } from '#shared/market/instrument.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { MarketColumns } from '#main/features/market-columns.ts';
import type { FillTable } from '#main/fills/fill-table.ts';
import type { RunMarket } from './run-input.ts';

/** One symbol of a run, its numbers in memory that threads share: handing it to a worker copies nothing. */
export interface MarketTables {
  readonly instrument: Instrument;
  readonly fills: FillTable;
  /** What strategies decide on, by the timeframe of its bars. */
  readonly decisions: Readonly<Partial<Record<Timeframe, MarketColumns>>>;
  readonly correlations: RunMarket['correlations'];
  /** Share of a position's value that blocks margin; null: the instrument's margin of a lot, as it was told. */
  readonly marginRatio: number | null;
  /** Account currency for one unit of what commission is charged in, by fill row; null: it is charged in account currency. */
  readonly commissionRate: Float64Array | null;
}
