import type { RunTrade } from '#shared/contract/backtest.ts';
import { ratioOrNull } from './defined-ratio.ts';

/** What the winners brought ÷ what the losers took, after costs. Null without a loser. */
export function profitFactor(trades: readonly Pick<RunTrade, 'net'>[]): number | null {
  let won = 0;
  let lost = 0;
  for (const { net } of trades) {
    if (net > 0) won += net;
    else lost -= net;
  }
  return ratioOrNull(won, lost);
}
