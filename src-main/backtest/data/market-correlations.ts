import type { RunMarket } from '../run-input.ts';
import type { LoadedMarket } from './load-market.ts';

/** Null for each of them until daily returns are correlated: what is not known counts as moving together. */
export const marketCorrelations = (loaded: readonly LoadedMarket[]): readonly RunMarket['correlations'][] =>
  loaded.map(() => null);
