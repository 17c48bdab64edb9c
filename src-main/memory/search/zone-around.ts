import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { PastBar } from './what-followed.ts';

/** What stands too near to a bar to be another situation: openings of its symbol between two moments, both exclusive, whatever their sources. */
export interface Zone {
  readonly symbol: string;
  readonly fromUtcMs: number;
  readonly toUtcMs: number;
}

/** Nothing that closes a market for a while, such as a week of holidays, is longer. */
const closedMsMax = 7 * 86_400_000;
/** Of markets that trade some hours of the day: a quarter of it. */
const timePerBarMax = 4;

/**
 * The zone of so many bars around a bar. Bars are counted, not hours: Friday's last one stands beside Monday's first. Across a time that no closed market
 * explains the zone does not reach, since nothing there hangs together.
 */
export function zoneAround(
  bars: Pick<BarStore, 'read' | 'readBetween'>,
  { series, openTimeUtcMs }: PastBar,
  barsApart: number,
): Zone {
  const reachMs = timePerBarMax * barsApart * timeframeDurationMs(series.timeframe) + closedMsMax;
  const before = bars.read({ series, beforeUtcMs: openTimeUtcMs, limit: barsApart });
  const behindUtcMs = utcMs(openTimeUtcMs + 1);
  const behind = bars.readBetween({ series, fromUtcMs: behindUtcMs, toUtcMs: endOfTimeUtcMs, limit: barsApart });
  const first = before.length === barsApart ? before.at(0) : undefined;
  const last = behind.length === barsApart ? behind.at(-1) : undefined;
  return {
    symbol: series.symbol,
    fromUtcMs: Math.max(first?.openTimeUtcMs ?? 0, openTimeUtcMs - reachMs),
    toUtcMs: Math.min(last?.openTimeUtcMs ?? Infinity, openTimeUtcMs + reachMs),
  };
}

export const isInZone = (
  { symbol, fromUtcMs, toUtcMs }: Zone,
  at: { symbol: string; openTimeUtcMs: number },
): boolean => symbol === at.symbol && at.openTimeUtcMs > fromUtcMs && at.openTimeUtcMs < toUtcMs;
