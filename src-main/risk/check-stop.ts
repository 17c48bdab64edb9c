import type { Fault } from '#shared/base/fault.ts';
import { priceToPoints } from '#shared/market/instrument-prices.ts';
import { closePrice, sideSign } from '#shared/trading/side.ts';
import type { KnownRequest } from './risk-request.ts';
import { limitFault } from './limit-fault.ts';

/** The market has not reached the stop yet, and the broker would take it so near: both by the price that it is triggered on. */
export function checkStop({ intent, quote, instrument }: KnownRequest): Fault | null {
  const { side, stop } = intent;
  const trigger = closePrice(side, quote);
  const distance = priceToPoints(sideSign(side) * (trigger - stop), instrument);
  if (distance <= 0) {
    return limitFault('STOP_WRONG_SIDE', `The market at ${trigger} has reached the stop at ${stop} already.`, {
      value: stop,
      limit: trigger,
    });
  }
  if (distance < instrument.stopsLevelPoints) {
    return limitFault(
      'STOP_TOO_NEAR',
      `The stop is ${distance} points from the market; the broker takes none so near.`,
      {
        value: distance,
        limit: instrument.stopsLevelPoints,
      },
    );
  }
  return null;
}
