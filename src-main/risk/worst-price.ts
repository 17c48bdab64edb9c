import type { Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { roundToTick } from '#shared/market/instrument-prices.ts';
import { fillPrice, sideSign } from '#shared/trading/side.ts';
import { isPrice, type Price } from '#shared/units/price.ts';
import type { KnownRequest } from './risk-request.ts';
import { limitFault } from './limit-fault.ts';

/** Float noise below this share of a tick size is no tick. */
const tickTolerance = 1e-6;

/**
 * The worst price at which the entry may still be filled: the price of now plus the drift limit in R, R being the distance from reference to
 * stop, on the tick grid and rounded towards the price (a buy's down, a sell's up). A worst price that the trader has agreed to stands
 * while the market has not passed it.
 */
export function worstPrice(request: KnownRequest): Result<Price, Fault> {
  const { intent, quote, instrument, limits, agreedWorstPrice } = request;
  const sign = sideSign(intent.side);
  const fill = fillPrice(intent.side, quote);
  if (agreedWorstPrice !== undefined && sign * (fill - agreedWorstPrice) < instrument.tickSize / 2) {
    return ok(agreedWorstPrice);
  }
  const drift = limits.driftRMax * Math.abs(intent.reference - intent.stop);
  const driftTicks = Math.floor(drift / instrument.tickSize + tickTolerance);
  const level = fill + sign * driftTicks * instrument.tickSize;
  if (!isPrice(level - instrument.tickSize / 2)) {
    return err(
      limitFault('INTENT_INVALID', 'The stop is so far away that no worst price above zero is left.', {
        value: level,
        limit: 0,
      }),
    );
  }
  return ok(roundToTick(level, instrument));
}
