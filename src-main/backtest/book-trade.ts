import type { BookedTrade } from './run-state.ts';

/**
 * Trades stand in the order of their closing, of those at one moment in the order in which they were booked. Most are booked so; what closed at the
 * opening of a row may find others before it that closed within it.
 */
export function bookTrade(trades: BookedTrade[], trade: BookedTrade): void {
  let index = trades.length;
  while ((trades[index - 1]?.closedAtUtcMs ?? -Infinity) > trade.closedAtUtcMs) index -= 1;
  if (index === trades.length) trades.push(trade);
  else trades.splice(index, 0, trade);
}
