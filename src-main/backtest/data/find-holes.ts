import type { RunData } from '#shared/contract/backtest.ts';
import { classifyGap } from '#shared/market/classify-gap.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { numberAt as at } from '#main/features/columns.ts';
import type { HoursAt } from './market-hours-of.ts';
import type { Stretch } from './stretch.ts';

export type RunHole = RunData['holes'][number];

/** A gap of so many minutes or fewer is no hole, whatever the hours: see `classifyGap`. */
const quietMs = 5 * 60_000;

/** The stretches in which bars are missing though the market was open, oldest first. Linear in the bars. */
export function findHoles(
  stretch: Stretch,
  {
    timeframeAt,
    clock,
    hoursAt,
  }: {
    readonly timeframeAt: (row: number) => Timeframe;
    readonly clock: BrokerClock;
    readonly hoursAt: HoursAt;
  },
): readonly RunHole[] {
  const holes: RunHole[] = [];
  for (let row = 1; row < stretch.length; row++) {
    const lastClose = at(stretch.closeTimeUtcMs, row - 1);
    const firstAfter = at(stretch.openTimeUtcMs, row);
    if (firstAfter - lastClose <= quietMs) continue;
    const hours = hoursAt(lastClose);
    if (hours === null) continue;
    const timeframe = timeframeAt(row - 1);
    const gap = { lastBeforeUtcMs: utcMs(at(stretch.openTimeUtcMs, row - 1)), firstAfterUtcMs: utcMs(firstAfter) };
    const found = classifyGap(gap, { timeframe, clock, hours });
    if (found?.kind !== 'unexpected') continue;
    holes.push({ timeframe, fromUtcMs: found.fromUtcMs, toUtcMs: found.toUtcMs, missingBars: found.missingBars });
  }
  return holes;
}
