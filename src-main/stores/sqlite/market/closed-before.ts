import type { BarSeries } from '#shared/market/bar-series.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { barOpening } from '#shared/time/bar-opening.ts';
import { brokerClock, type BrokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/**
 * The moment before which every bar of a series that opened has closed by `now`. Up to H1 that is one length back. Longer bars end where the
 * next one starts, at the latest at the broker's midnight, which on days of a clock change comes sooner or later than their length says.
 */
export function closedBefore(now: UtcMs, { timeframe, anchor }: Pick<BarSeries, 'timeframe' | 'anchor'>): number {
  const lengthMs = timeframeDurationMs(timeframe);
  if (anchor === 'hour') return now - lengthMs + 1;
  return barOpening(now, lengthMs, clockOf(anchor));
}

/** A clock remembers its zone's changes; making one for every read would look them up again. */
const clocks = new Map<ClockRule, BrokerClock>();

function clockOf(rule: ClockRule): BrokerClock {
  const clock = clocks.get(rule) ?? brokerClock(rule);
  clocks.set(rule, clock);
  return clock;
}
