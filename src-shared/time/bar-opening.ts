import { utcMs, type UtcMs } from '../units/utc-ms.ts';
import type { BrokerClock } from './broker-clock.ts';

/**
 * The opening of the bar of a given length that holds a moment. Lengths up to an hour are cut on the UTC hour; longer ones are counted
 * from the broker's midnight.
 */
export function barOpening(at: UtcMs, lengthMs: number, clock: BrokerClock): UtcMs {
  if (lengthMs <= 3_600_000) return utcMs(Math.floor(at / lengthMs) * lengthMs);
  const midnight = clock.midnightBefore(at);
  return utcMs(midnight + Math.floor((at - midnight) / lengthMs) * lengthMs);
}
