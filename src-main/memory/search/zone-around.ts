import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { PastBar } from './what-followed.ts';

/** Whether what opens at a moment stands too near to a bar to be another situation; whatever their sources. */
export type Zone = (at: { readonly symbol: string; readonly openTimeUtcMs: number }) => boolean;

export interface BarsAround {
  readonly bars: Pick<BarStore, 'read' | 'readBetween'>;
  readonly together: <T>(read: () => T) => T;
}

/** Nothing that closes a market for a while, such as a week of holidays, is longer. */
const closedMsMax = 7 * 86_400_000;
/** Of markets that trade some hours of the day: a quarter of it. */
const timePerBarMax = 4;

/**
 * The zone of so many bars around a bar. Bars are counted, not hours: Friday's last one stands beside Monday's first. Across a time that no closed market
 * explains the zone does not reach, since nothing there hangs together. Its ends are read when something first comes near enough to stand in it.
 */
export function zoneAround(
  { bars, together }: BarsAround,
  { series, openTimeUtcMs }: PastBar,
  barsApart: number,
): Zone {
  const reachMs = timePerBarMax * barsApart * timeframeDurationMs(series.timeframe) + closedMsMax;
  const readEnds = (): { readonly firstUtcMs: number; readonly lastUtcMs: number } => {
    const before = bars.read({ series, beforeUtcMs: openTimeUtcMs, limit: barsApart });
    const behindUtcMs = utcMs(openTimeUtcMs + 1);
    const behind = bars.readBetween({ series, fromUtcMs: behindUtcMs, toUtcMs: endOfTimeUtcMs, limit: barsApart });
    const first = before.length === barsApart ? before.at(0) : undefined;
    const last = behind.length === barsApart ? behind.at(-1) : undefined;
    return { firstUtcMs: first?.openTimeUtcMs ?? 0, lastUtcMs: last?.openTimeUtcMs ?? Infinity };
  };
  let ends: ReturnType<typeof readEnds> | null = null;
  return (at) => {
    if (at.symbol !== series.symbol || Math.abs(at.openTimeUtcMs - openTimeUtcMs) >= reachMs) return false;
    ends ??= together(readEnds);
    return at.openTimeUtcMs > ends.firstUtcMs && at.openTimeUtcMs < ends.lastUtcMs;
  };
}
