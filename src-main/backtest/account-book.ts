import type { OpenPosition, RunState } from './run-state.ts';

/** Balance, and profit and swap of what is open, at the rows that were seen last; credit is not in it. */
export function ownEquity({ balance, positions }: RunState): number {
  let equity = balance;
  for (const { profit, swap } of positions) equity += profit + swap;
  return equity;
}

/** Profit in account currency of a position at a price of the side on which it is closed, not rounded. */
export const profitAt = (position: OpenPosition, price: number, tickValue: number): number =>
  profitPerLotAt(position, price, tickValue) * position.volume;

export const profitPerLotAt = ({ sign, openPrice, market }: OpenPosition, price: number, tickValue: number): number =>
  ((sign * (price - openPrice)) / market.instrument.tickSize) * tickValue;
