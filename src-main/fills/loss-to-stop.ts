import type { Instrument } from '#shared/market/instrument.ts';
import type { Side } from '#shared/trading/side.ts';
import type { Lots } from '#shared/units/lots.ts';
import { money, type Money } from '#shared/units/money.ts';
import type { Price } from '#shared/units/price.ts';
import { profitBetween } from './profit.ts';

/**
 * What is lost, as a positive amount, when a position opened at `from` is stopped at its stop: the price's way and the commission of both
 * deals, not rounded. A stop on the winning side gives a negative amount.
 */
export function lossToStop(
  trade: { readonly side: Side; readonly volume: Lots; readonly from: Price; readonly stop: Price },
  instrument: Pick<Instrument, 'tickSize' | 'tickValue' | 'commissionPerLotSide'>,
): Money {
  const { side, volume, from, stop } = trade;
  const roundTrip = 2 * instrument.commissionPerLotSide * volume;
  return money(roundTrip - profitBetween({ side, volume, from, to: stop }, instrument));
}
