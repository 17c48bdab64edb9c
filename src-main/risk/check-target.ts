import type { Fault } from '#shared/base/fault.ts';
import { pointsToPrice } from '#shared/market/instrument-prices.ts';
import { sideSign } from '#shared/trading/side.ts';
import type { Price } from '#shared/units/price.ts';
import type { KnownRequest } from './risk-request.ts';
import { limitFault } from './limit-fault.ts';

/** A target still wins when the entry is filled at its worst price, and is no nearer to it than the broker takes. */
export function checkTarget({ intent, instrument }: KnownRequest, worstPrice: Price): Fault | null {
  const { side, target } = intent;
  if (target === null) return null;
  const nearest = worstPrice + sideSign(side) * pointsToPrice(instrument.stopsLevelPoints, instrument);
  const beyond = sideSign(side) * (target - nearest);
  if (beyond > instrument.tickSize / 2) return null;
  return limitFault('TARGET_WRONG_SIDE', `The target at ${target} is not beyond the worst price of the entry.`, {
    value: target,
    limit: nearest,
  });
}
