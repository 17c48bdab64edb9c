import { fault, type Fault } from '#shared/base/fault.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import { closePrice, sideSign, type Side } from '#shared/trading/side.ts';
import type { Price } from '#shared/units/price.ts';

/**
 * What a broker says of the stop and target of a position, or null where it has nothing to say. Both are measured from the price at
 * which the position would be closed now (a long's bid, a short's ask), and keep the stops level off it.
 */
export function checkLevels(
  order: { readonly side: Side; readonly stop: Price | null; readonly target: Price | null },
  quote: Quote,
  instrument: Pick<Instrument, 'point' | 'stopsLevelPoints'>,
): Fault | null {
  const now = closePrice(order.side, quote);
  const sign = sideSign(order.side);
  const stopsLevel = instrument.stopsLevelPoints * instrument.point;
  const tolerance = instrument.point / 2;
  const toStop = order.stop === null ? Infinity : sign * (now - order.stop);
  if (toStop < tolerance)
    return fault('STOP_WRONG_SIDE', 'The stop is not on the losing side of the market.', { stop: order.stop, now });
  if (toStop < stopsLevel - tolerance)
    return fault('STOP_TOO_NEAR', 'The stop is nearer to the market than the broker allows.', {
      distance: toStop,
      limit: stopsLevel,
    });
  if (order.target === null) return null;
  if (sign * (order.target - now) < Math.max(tolerance, stopsLevel - tolerance))
    return fault('TARGET_WRONG_SIDE', 'The target is not on the winning side of the market, beyond the stops level.', {
      target: order.target,
      now,
      limit: stopsLevel,
    });
  return null;
}
