import type { Instrument } from '#shared/market/instrument.ts';
import { sideSign, type Side } from '#shared/trading/side.ts';
import { money, type Money } from '#shared/units/money.ts';
import type { Price } from '#shared/units/price.ts';

/**
 * What one lot loses from a price to its stop, in account currency: the price's way by the loss tick value, and the commission of both
 * deals. Negative where the stop locks a profit in.
 */
export function lossPerLot(
  trade: { readonly side: Side; readonly from: Price; readonly stop: Price },
  instrument: Pick<Instrument, 'tickSize' | 'tickValue' | 'commissionPerLotSide'>,
): Money {
  const ticks = (sideSign(trade.side) * (trade.from - trade.stop)) / instrument.tickSize;
  return money(ticks * instrument.tickValue + 2 * instrument.commissionPerLotSide);
}
