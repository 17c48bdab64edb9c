import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { RiskLimits } from './risk-limits.ts';

const dayMs = 86_400_000;
/** 1970-01-01 was a Thursday. */
const weekdayOfEpoch = 4;
const friday = 5;

/**
 * How many R an entry of now can lose before it can be left: 1, and more for a swing trade from the broker's Friday on, which is held while the
 * market is closed and opens where it opens. An intraday trade is closed before.
 */
export function weekendGapR(
  { scenario, atUtcMs }: { readonly scenario: Scenario; readonly atUtcMs: UtcMs },
  clock: BrokerClock,
  limits: Pick<RiskLimits, 'weekendGapR'>,
): number {
  if (scenario === 'A') return 1;
  const weekday = (Math.floor(clock.toBroker(atUtcMs) / dayMs) + weekdayOfEpoch) % 7;
  return weekday === 0 || weekday >= friday ? limits.weekendGapR : 1;
}
