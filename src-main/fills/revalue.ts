import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { Position } from '#shared/trading/position.ts';
import { closePrice } from '#shared/trading/side.ts';
import { profitBetween } from './profit.ts';
import { roundToCents } from './round-to-cents.ts';

/** The position with the profit that closing it on this quote would bring, commission left out. */
export function revalue(position: Position, quote: Quote, instrument: Instrument): Position {
  const { side, volume, openPrice } = position;
  const to = closePrice(side, quote);
  return { ...position, profit: roundToCents(profitBetween({ side, volume, from: openPrice, to }, instrument)) };
}
