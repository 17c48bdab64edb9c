import { assert } from '#shared/base/assert.ts';
import type { Column } from './columns.ts';
import type { FeatureSpec } from './feature-spec.ts';
import type { MarketColumns } from './market-columns.ts';

/** Columns of one market by their feature's key: what was filled for one run is there for the next. */
export type FeatureCache = Map<string, Column>;

export interface FillOptions {
  /** Where equal columns of the same market are found; by default each call has its own. */
  readonly cache?: FeatureCache;
  /** Room for a column, for callers that share it between threads. */
  readonly allocate?: (length: number) => Float64Array;
}

/** Features over the whole of a market, by the names that the caller gave them. Equal keys are one column, filled once. */
export function fillFeatures(
  market: MarketColumns,
  specs: Readonly<Record<string, FeatureSpec>>,
  { cache = new Map<string, Column>(), allocate = allocatePrivate }: FillOptions = {},
): Readonly<Record<string, Column>> {
  const { length } = market.close;
  const columnOf = ({ key, fill }: FeatureSpec): Column => {
    const filled = cache.get(key);
    if (filled !== undefined) {
      assert(filled.length === length, `a cache belongs to one market: ${key} has another length`);
      return filled;
    }
    const values = allocate(length);
    fill(market, values, cache);
    const column = { values, length };
    cache.set(key, column);
    return column;
  };
  // Short look-backs first: longer ones may be made of them.
  const byLookBack = Object.entries(specs).toSorted(([, a], [, b]) => a.lookBackBars - b.lookBackBars);
  return Object.fromEntries(byLookBack.map(([name, spec]) => [name, columnOf(spec)]));
}

const allocatePrivate = (length: number): Float64Array => new Float64Array(length);
