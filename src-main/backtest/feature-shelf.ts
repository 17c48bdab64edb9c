import type { Timeframe } from '#shared/market/timeframe.ts';
import type { FeatureCache } from '#main/features/fill-columns.ts';

/** Feature columns by market, timeframe and key: runs over the same bars share them. */
export type FeatureShelf = Map<string, FeatureCache>;

export function cacheOf(shelf: FeatureShelf, market: number, timeframe: Timeframe): FeatureCache {
  const key = `${market} ${timeframe}`;
  const known = shelf.get(key);
  if (known !== undefined) return known;
  const cache: FeatureCache = new Map();
  shelf.set(key, cache);
  return cache;
}
