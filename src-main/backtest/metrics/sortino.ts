import { meanPerDeviation } from './defined-ratio.ts';
import { mean } from './moments.ts';

/**
 * Mean ÷ downside deviation of daily returns, × √(days a year). The target is 0, and the deviation is √(Σ min(r, 0)² ÷ n) over all n days,
 * not only the losing ones: T. N. Rollinger, S. T. Hoffman, Sortino: A ‘Sharper’ Ratio (Red Rock Capital, 2013). Null without a losing day.
 */
export function sortino(daily: readonly number[], daysPerYear: number): number | null {
  let squares = 0;
  for (const ratio of daily) squares += Math.min(ratio, 0) ** 2;
  const perDay = meanPerDeviation(mean(daily), Math.sqrt(squares / daily.length));
  return perDay === null ? null : perDay * Math.sqrt(daysPerYear);
}
