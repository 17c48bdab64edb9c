import { numberAt } from '#main/features/columns.ts';
import { firstAfter } from './first-after.ts';
import type { MarketState } from './run-state.ts';

/** Reads a row into the market's numbers, and the tick value of its opening. */
export function readRow(market: MarketState, row: number, spreadMultiple: number): void {
  const { now, fills } = market;
  now.openTimeUtcMs = numberAt(fills.openTimeUtcMs, row);
  now.closeTimeUtcMs = numberAt(fills.closeTimeUtcMs, row);
  now.open = numberAt(fills.open, row);
  now.high = numberAt(fills.high, row);
  now.low = numberAt(fills.low, row);
  now.close = numberAt(fills.close, row);
  now.spread = numberAt(fills.spread, row) * spreadMultiple;
  const { tickValue } = fills;
  valueCommission(market, row);
  market.tickValue = typeof tickValue === 'number' ? tickValue : numberAt(tickValue, row);
}

/** What a lot is charged for a deal in a row, the run's cost multiple in it. */
export function valueCommission({ instrument, commissionPerLot, commissionRates }: MarketState, row: number): void {
  if (commissionRates !== null) instrument.commissionPerLotSide = commissionPerLot * numberAt(commissionRates, row);
}

/** A market in which nothing is open or due stands where its last closed row left it: rows in between are passed over unread. */
export function standAt(market: MarketState, atUtcMs: number, spreadMultiple: number): void {
  if (isActive(market)) return;
  const row = firstAfter(market.fills.closeTimeUtcMs, atUtcMs, market.row);
  if (row === market.row) return;
  market.row = row;
  readRow(market, row - 1, spreadMultiple);
  market.bid = market.now.close;
  market.spread = market.now.spread;
}

export const isActive = ({ positions, dueUtcMs }: MarketState): boolean => positions.length > 0 || dueUtcMs < Infinity;
