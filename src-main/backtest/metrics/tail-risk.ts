import { mean } from './moments.ts';
import { quantile } from './quantile.ts';

export interface TailRisk {
  readonly valueAtRisk: number;
  readonly conditionalValueAtRisk: number;
}

/**
 * What a bad day loses, by the days that were (historical simulation: P. Jorion, Value at Risk, 3rd edition, chapter 10). Value at risk is the
 * loss at the (1 − confidence) quantile of the daily returns; the conditional one is the mean loss of the days at least as bad. Losses are
 * positive. Null where not even one day is expected beyond the quantile: below 20 days for 95 %, below 100 for 99 %.
 */
export function tailRisk(ascending: readonly number[], confidence: number): TailRisk | null {
  const tailShare = 1 - confidence;
  // The products are whole numbers but for rounding.
  if (ascending.length * tailShare < 1 - 1e-9) return null;
  const threshold = quantile(ascending, tailShare);
  const beyond = ascending.filter((ratio) => ratio <= threshold);
  return { valueAtRisk: 0 - threshold, conditionalValueAtRisk: 0 - mean(beyond) };
}
