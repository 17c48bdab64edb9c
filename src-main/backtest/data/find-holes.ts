import type { RunData } from '#shared/contract/backtest.ts';
import { chooseMarketWeek } from '#shared/market/choose-market-week.ts';
import { classifyGap } from '#shared/market/classify-gap.ts';
import { hoursOfSessions, hoursOfWeek, type MarketHours } from '#shared/market/market-hours.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Span } from '#shared/time/span.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { numberAt as at } from '#main/features/columns.ts';
import type { ResolvedInstrument } from './resolve-instrument.ts';
import type { Stretch } from './stretch.ts';

export type RunHole = RunData['holes'][number];

/** What no hour of any market explains: a gap of so many minutes or fewer is none, see `classifyGap`. */
const quietMs = 5 * 60_000;

/** Enough to tell one market week from another. */
const gapsForWeek = 60;

/** When a symbol trades: by the sessions that its terminal told, else the known market week that fits its newest bars best; null where neither is known. */
export function marketHoursOf(
  stretch: Stretch,
  { instrument: { sessions }, toldAtUtcMs }: ResolvedInstrument,
  clock: BrokerClock,
): MarketHours | null {
  if (toldAtUtcMs !== null && sessions.length > 0) return hoursOfSessions({ sessions, toldAtUtcMs, clock });
  const gaps: Span[] = [];
  for (let row = stretch.length - 1; row > 0 && gaps.length < gapsForWeek; row--) {
    const fromUtcMs = at(stretch.closeTimeUtcMs, row - 1);
    const toUtcMs = at(stretch.openTimeUtcMs, row);
    if (toUtcMs > fromUtcMs) gaps.push({ fromUtcMs: utcMs(fromUtcMs), toUtcMs: utcMs(toUtcMs) });
  }
  const week = chooseMarketWeek(gaps.reverse(), clock);
  return week === null ? null : hoursOfWeek(week, clock);
}

/** The stretches in which bars are missing though the market was open, oldest first. Linear in the bars. */
export function findHoles(
  stretch: Stretch,
  {
    timeframeAt,
    clock,
    hours,
  }: { readonly timeframeAt: (row: number) => Timeframe; readonly clock: BrokerClock; readonly hours: MarketHours },
): readonly RunHole[] {
  const holes: RunHole[] = [];
  for (let row = 1; row < stretch.length; row++) {
    const firstAfter = at(stretch.openTimeUtcMs, row);
    if (firstAfter - at(stretch.closeTimeUtcMs, row - 1) <= quietMs) continue;
    const timeframe = timeframeAt(row - 1);
    const gap = { lastBeforeUtcMs: utcMs(at(stretch.openTimeUtcMs, row - 1)), firstAfterUtcMs: utcMs(firstAfter) };
    const found = classifyGap(gap, { timeframe, clock, hours });
    if (found?.kind !== 'unexpected') continue;
    holes.push({ timeframe, fromUtcMs: found.fromUtcMs, toUtcMs: found.toUtcMs, missingBars: found.missingBars });
  }
  return holes;
}
