import type { RunTrade } from '#shared/contract/backtest.ts';
import { meanPerDeviation } from './defined-ratio.ts';
import { mean, sampleDeviation } from './moments.ts';

/** Beyond so many trades more of them make no better system. */
const tradesMax = 100;

/**
 * System quality number: √n × mean ÷ standard deviation (n − 1) of the R-multiples, n counted to 100 at most, so that systems that trade
 * often can be compared with those that do not. V. K. Tharp, The Definitive Guide to Position Sizing (2008). Null where nothing varies.
 */
export function sqn(trades: readonly Pick<RunTrade, 'rMultiple'>[]): number | null {
  const multiples = trades.map(({ rMultiple }) => rMultiple);
  const perTrade = meanPerDeviation(mean(multiples), sampleDeviation(multiples));
  return perTrade === null ? null : perTrade * Math.sqrt(Math.min(trades.length, tradesMax));
}
