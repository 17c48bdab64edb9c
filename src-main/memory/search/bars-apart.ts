import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { PastBar } from './what-followed.ts';

/** Nothing that closes a market for a while, such as a weekend before a holiday, is longer. */
const closedMsMax = 7 * 86_400_000;
/** Of markets that trade some hours of the day: a quarter of it. */
const timePerBarMax = 4;

/**
 * Whether two bars of a symbol stand at least so many bars of the first one's series from each other, whatever their sources. Bars are counted, not
 * hours: Friday's last one stands beside Monday's first. What lies farther apart than any closed market explains is counted as if bars had been there.
 */
export function areBarsApart(
  bars: Pick<BarStore, 'readBetween'>,
  [one, other]: readonly [PastBar, PastBar],
  barsApart: number,
): boolean {
  const { series } = one;
  const [first, last] = one.openTimeUtcMs < other.openTimeUtcMs ? [one, other] : [other, one];
  const apartMs = last.openTimeUtcMs - first.openTimeUtcMs;
  const leastMs = barsApart * timeframeDurationMs(series.timeframe);
  if (apartMs >= timePerBarMax * leastMs + closedMsMax) return true;
  // Two bars of a series are never nearer than their length, but for the hour that a change of the clock takes from one.
  if (apartMs < leastMs - hourMs) return false;
  const span = { series, fromUtcMs: first.openTimeUtcMs, toUtcMs: last.openTimeUtcMs, limit: barsApart };
  return bars.readBetween(span).length >= barsApart;
}

const hourMs = 3_600_000;
