import { assertDefined } from '#shared/base/assert.ts';
import { fillFeatures, type FeatureCache } from '#main/features/fill-columns.ts';
import type { BoundStrategy } from '#main/strategies/bound-strategy.ts';
import type { MarketTables } from './market-tables.ts';
import type { RunLane } from './run-input.ts';

/** A strategy over one market's decision bars, its features taken from the cache of that market and timeframe or filled into it. */
export function bindLane(
  strategy: BoundStrategy,
  over: { readonly market: number; readonly tables: MarketTables; readonly features: FeatureCache },
): RunLane {
  const { id, scenario, parameters } = strategy;
  const market = assertDefined(over.tables.decisions[parameters.timeframe], 'the timeframe’s bars are loaded');
  const features = fillFeatures(market, strategy.features, { cache: over.features });
  return {
    strategy: id,
    scenario,
    parameters,
    market: over.market,
    closeTimeUtcMs: market.closeTimeUtcMs.values,
    high: market.high.values,
    low: market.low.values,
    newsDistanceMs: market.newsDistanceMs.values,
    decider: strategy.over({ market, features }),
  };
}
