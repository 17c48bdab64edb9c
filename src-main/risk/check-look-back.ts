import type { Fault } from '#shared/base/fault.ts';
import type { KnownRequest } from './risk-request.ts';
import { limitFault } from './limit-fault.ts';

/** No decision is acted on that rests on bars from before and after an unexpected hole. */
export function checkLookBack({ intent, lookBack }: KnownRequest): Fault | null {
  if (lookBack === undefined || lookBack.barsSinceHole >= lookBack.barsNeeded) return null;
  const { barsSinceHole, barsNeeded } = lookBack;
  const message = `Bars of ${intent.symbol} are missing ${barsSinceHole} bars ago; the decision rests on ${barsNeeded}.`;
  return limitFault('HOLE_IN_DATA', message, { value: barsSinceHole, limit: barsNeeded });
}
