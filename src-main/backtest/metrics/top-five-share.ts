import type { RunTrade } from '#shared/contract/backtest.ts';
import { ratioOrNull } from './defined-ratio.ts';
import { sum } from './moments.ts';

/** The five best trades' part of the net profit. Null where there are no more than five, or no profit. */
export function topFiveShare(trades: readonly Pick<RunTrade, 'net'>[]): number | null {
  const results = trades.map(({ net }) => net).sort((a, b) => b - a);
  const profit = sum(results);
  return results.length <= 5 || profit <= 0 ? null : ratioOrNull(sum(results.slice(0, 5)), profit);
}
