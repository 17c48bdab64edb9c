import type { RunTrade } from '#shared/contract/backtest.ts';

/** The longest runs of winners and of losers in the order of closing; a trade of nothing ends both. */
export function longestStreaks(trades: readonly Pick<RunTrade, 'net'>[]): {
  readonly wins: number;
  readonly losses: number;
} {
  const longest = { wins: 0, losses: 0 };
  const present = { wins: 0, losses: 0 };
  for (const { net } of trades) {
    present.wins = net > 0 ? present.wins + 1 : 0;
    present.losses = net < 0 ? present.losses + 1 : 0;
    longest.wins = Math.max(longest.wins, present.wins);
    longest.losses = Math.max(longest.losses, present.losses);
  }
  return longest;
}
