import type { RunTrade } from '#shared/contract/backtest.ts';

/** Trades whose stop and target lay in one bar were stopped: the net profit stands at its worst. At best each had reached its target. */
export function ambiguityBand(trades: readonly Pick<RunTrade, 'net' | 'bestNet' | 'isAmbiguous'>[]): {
  readonly trades: number;
  readonly bestNet: number;
} {
  let ambiguous = 0;
  let bestNet = 0;
  for (const trade of trades) {
    if (trade.isAmbiguous) ambiguous += 1;
    bestNet += trade.isAmbiguous ? trade.bestNet : trade.net;
  }
  return { trades: ambiguous, bestNet };
}
