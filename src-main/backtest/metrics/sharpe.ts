import { meanPerDeviation } from './defined-ratio.ts';
import { mean, sampleDeviation } from './moments.ts';

/**
 * Mean ÷ standard deviation (n − 1) of daily returns, flat days included, × √(days a year); the risk-free rate is 0. W. F. Sharpe, The Sharpe
 * Ratio, Journal of Portfolio Management 21/1 (1994). Null where nothing varies.
 */
export function sharpe(daily: readonly number[], daysPerYear: number): number | null {
  const perDay = meanPerDeviation(mean(daily), sampleDeviation(daily));
  return perDay === null ? null : perDay * Math.sqrt(daysPerYear);
}
