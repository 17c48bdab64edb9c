import { utcMs, type UtcMs } from '../units/utc-ms.ts';
import type { BrokerClock } from './broker-clock.ts';

const hourMs = 3_600_000;

/**
 * The opening of the bar of a given length that holds a moment, as the terminal cuts bars: on the broker's wall clock. A bar longer than
 * an hour that a change of daylight saving falls into is an hour longer or shorter, and the next one opens where the wall clock says.
 */
export function barOpening(at: UtcMs, lengthMs: number, clock: BrokerClock): UtcMs {
  const stamp = clock.toBroker(at);
  const elapsedMs = stamp - Math.floor(stamp / lengthMs) * lengthMs;
  // Shorter bars never straddle a change, and the hour that comes twice has bars of its own each time: no way back over the stamp.
  return lengthMs <= hourMs ? utcMs(at - elapsedMs) : clock.toUtc(stamp - elapsedMs);
}

/** The opening of the bar after the one that opened at a moment. */
export function nextBarOpening(opening: UtcMs, lengthMs: number, clock: BrokerClock): UtcMs {
  if (lengthMs <= hourMs) return utcMs(opening + lengthMs);
  return clock.toUtc(clock.toBroker(opening) + lengthMs);
}
