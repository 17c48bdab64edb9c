import type { Instrument } from '#shared/market/instrument.ts';
import type { Position } from '#shared/trading/position.ts';
import { sideSign } from '#shared/trading/side.ts';

/**
 * What a position is worth when it is closed at a level, in account currency: its move at the instrument's tick value, with its swap and
 * without commission. For the eye only: the engine judges nothing by it.
 */
export function moneyAtLevel(
  { side, openPrice, volume, swap }: Pick<Position, 'side' | 'openPrice' | 'volume' | 'swap'>,
  level: number,
  { tickSize, tickValue }: Pick<Instrument, 'tickSize' | 'tickValue'>,
): number {
  return ((sideSign(side) * (level - openPrice)) / tickSize) * tickValue * volume + swap;
}
