import { utcMs, type UtcMs } from '../units/utc-ms.ts';
import type { BrokerClock } from './broker-clock.ts';

const hourMs = 3_600_000;

/** The first midnight of the broker's after a moment; a day of his has 23 to 25 hours. */
export const nextMidnight = (at: UtcMs, clock: BrokerClock): UtcMs =>
  clock.midnightBefore(utcMs(clock.midnightBefore(at) + 30 * hourMs));
