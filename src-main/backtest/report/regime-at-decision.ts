import type { RunTrade } from '#shared/contract/backtest.ts';
import type { Regime } from '#shared/market/regime.ts';
import { valueAt, type Column } from '#main/features/columns.ts';
import { regimeOfCode } from '#main/features/regime.ts';

/** The bars that a strategy decided on in a symbol, and the regime of each as a code. */
export interface DecisionRegimes {
  readonly strategy: string;
  readonly symbol: string;
  readonly closeTimeUtcMs: Column;
  readonly regime: Column;
}

/**
 * Tells a trade's market by the bar that it was decided on, in the timeframe of its own decisions. Null where nobody decided then, or the
 * regime was not yet defined.
 */
export function regimeAtDecision(lanes: readonly DecisionRegimes[]): (trade: RunTrade) => Regime | null {
  const byLane = new Map(lanes.map((lane) => [keyOf(lane), lane]));
  return (trade) => {
    const lane = byLane.get(keyOf(trade));
    if (lane === undefined) return null;
    const row = rowAt(lane.closeTimeUtcMs, trade.decidedAtUtcMs);
    return row === null ? null : regimeOfCode(valueAt(lane.regime, row));
  };
}

const keyOf = ({ strategy, symbol }: Pick<RunTrade, 'strategy' | 'symbol'>): string => `${strategy} ${symbol}`;

/** The row that closed at a moment, by halving. */
function rowAt(closeTimes: Column, closeTimeUtcMs: number): number | null {
  let low = 0;
  let high = closeTimes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(closeTimes, middle) < closeTimeUtcMs) low = middle + 1;
    else high = middle;
  }
  return valueAt(closeTimes, low) === closeTimeUtcMs && low < closeTimes.length ? low : null;
}
