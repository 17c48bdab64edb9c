import type { Instrument } from '#shared/market/instrument.ts';
import { sideSign, type Side } from '#shared/trading/side.ts';
import type { Lots } from '#shared/units/lots.ts';
import { money, type Money } from '#shared/units/money.ts';
import type { Price } from '#shared/units/price.ts';

/**
 * Profit in account currency of a volume moved from one price to another, costs left out and not yet rounded: price difference ÷ tick
 * size × tick value × lots, as MT5 calculates CFDs. The tick value is the instrument's present one, for losses and gains alike.
 */
export function profitBetween(
  move: { readonly side: Side; readonly volume: Lots; readonly from: Price; readonly to: Price },
  instrument: Pick<Instrument, 'tickSize' | 'tickValue'>,
): Money {
  const ticks = (sideSign(move.side) * (move.to - move.from)) / instrument.tickSize;
  return money(ticks * instrument.tickValue * move.volume);
}
