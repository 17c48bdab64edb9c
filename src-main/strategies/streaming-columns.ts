import { assert } from '#shared/base/assert.ts';
import { createGrowingFloat64, valueAt, type GrowingFloat64 } from '#main/features/columns.ts';
import { marketColumnNames, type MarketColumns, type MarketRow } from '#main/features/market-columns.ts';
import type { BoundStrategy, StrategyColumns } from './bound-strategy.ts';

/** Columns that grow bar by bar, as live use has them: those of the market, and one for each feature of a strategy. */
export interface StreamingColumns extends StrategyColumns {
  readonly length: number;
  /** The row of a closed bar, the one after the last; one that opens no later than the last one is a broken invariant. */
  readonly append: (row: MarketRow) => void;
}

export function createStreamingColumns({ features }: Pick<BoundStrategy, 'features'>): StreamingColumns {
  const market = createMarketColumns();
  const streams = Object.entries(features).map(([name, feature]) => ({
    name,
    numberOf: feature.start(),
    column: createGrowingFloat64(),
  }));
  return {
    market,
    features: Object.fromEntries(streams.map(({ name, column }) => [name, column])),
    get length() {
      return market.close.length;
    },
    append: (row) => {
      const index = market.close.length;
      const isEarlier = row.openTimeUtcMs <= valueAt(market.openTimeUtcMs, index - 1);
      assert(!isEarlier, 'bars are appended in the order of their opening');
      for (const name of marketColumnNames) market[name].push(row[name]);
      for (const { numberOf, column } of streams) column.push(numberOf(market, index));
    },
  };
}

const createMarketColumns = (): Readonly<Record<keyof MarketColumns, GrowingFloat64>> => ({
  openTimeUtcMs: createGrowingFloat64(),
  closeTimeUtcMs: createGrowingFloat64(),
  open: createGrowingFloat64(),
  high: createGrowingFloat64(),
  low: createGrowingFloat64(),
  close: createGrowingFloat64(),
  tickVolume: createGrowingFloat64(),
  spread: createGrowingFloat64(),
  newsDistanceMs: createGrowingFloat64(),
  barsSinceHole: createGrowingFloat64(),
});
