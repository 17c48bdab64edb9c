import { nextBarOpening } from '../time/bar-opening.ts';
import { brokerClock } from '../time/broker-clock.ts';
import { utcMs, type UtcMs } from '../units/utc-ms.ts';
import type { BarSeries } from './bar-series.ts';
import { timeframeDurationMs } from './timeframe.ts';

/**
 * When the bars of a series close, and so are known: up to H1 one length after their opening. Longer bars end where the next one opens on the
 * broker's wall clock, which on days of a clock change comes sooner or later than their length says.
 */
export function barCloses({ timeframe, anchor }: Pick<BarSeries, 'timeframe' | 'anchor'>): (opening: UtcMs) => UtcMs {
  const lengthMs = timeframeDurationMs(timeframe);
  if (anchor === 'hour') return (opening) => utcMs(opening + lengthMs);
  const clock = brokerClock(anchor);
  return (opening) => nextBarOpening(opening, lengthMs, clock);
}
