import type { RunTrade } from '#shared/contract/backtest.ts';
import { ratioOrNull } from './defined-ratio.ts';

/** Share of the trades that brought money after costs. */
export function winRatio(trades: readonly Pick<RunTrade, 'net'>[]): number | null {
  let wins = 0;
  for (const { net } of trades) if (net > 0) wins += 1;
  return ratioOrNull(wins, trades.length);
}
