import type { RunTrade } from '#shared/contract/backtest.ts';
import { ratioOrNull } from './defined-ratio.ts';
import { mean } from './moments.ts';

/** Mean winner ÷ mean loser, after costs. Null without either. */
export function payoff(trades: readonly Pick<RunTrade, 'net'>[]): number | null {
  const won = trades.filter(({ net }) => net > 0).map(({ net }) => net);
  const lost = trades.filter(({ net }) => net < 0).map(({ net }) => -net);
  return ratioOrNull(mean(won), mean(lost));
}
