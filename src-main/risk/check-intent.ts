import type { Fault } from '#shared/base/fault.ts';
import { sideSign } from '#shared/trading/side.ts';
import type { KnownRequest } from './risk-request.ts';
import { limitFault } from './limit-fault.ts';

/** An intent is judged only while its decision stands, with its stop on the losing side of the price it was decided at. */
export function checkIntent({ intent, marketNowUtcMs }: KnownRequest): Fault | null {
  const { validUntilUtcMs, side, reference, stop } = intent;
  if (!(marketNowUtcMs < validUntilUtcMs)) {
    return limitFault('INTENT_INVALID', 'The decision behind this entry has run out.', {
      value: marketNowUtcMs,
      limit: validUntilUtcMs,
    });
  }
  if (sideSign(side) * (reference - stop) <= 0) {
    return limitFault('STOP_WRONG_SIDE', `The stop of a ${side} is not on the losing side of its reference.`, {
      value: stop,
      limit: reference,
    });
  }
  return null;
}
