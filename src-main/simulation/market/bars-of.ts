import type { Bar } from '#shared/market/bar.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { barOpening } from '#shared/time/bar-opening.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { MarketSource } from './market-source.ts';

/** A market's bars of a timeframe, from the one that holds `fromUtcMs`, as far as they have closed at `untilUtcMs`. */
export function* barsOf(
  source: MarketSource,
  wanted: {
    readonly timeframe: Timeframe;
    readonly fromUtcMs: UtcMs;
    readonly untilUtcMs: UtcMs;
    readonly clock: BrokerClock;
  },
): Generator<Bar> {
  const { fromUtcMs, untilUtcMs, clock } = wanted;
  const lengthMs = timeframeDurationMs(wanted.timeframe);
  const openingOf = (at: UtcMs): UtcMs => barOpening(at, lengthMs, clock);
  let forming: Bar | null = null;
  for (const { bar: minute } of source.minutes(openingOf(fromUtcMs))) {
    if (minute.openTimeUtcMs >= untilUtcMs) break;
    const openTimeUtcMs = openingOf(minute.openTimeUtcMs);
    if (forming?.openTimeUtcMs === openTimeUtcMs) {
      forming = joined(forming, minute);
      continue;
    }
    if (forming !== null) yield forming;
    forming = { ...minute, openTimeUtcMs };
  }
  if (forming !== null && forming.openTimeUtcMs !== openingOf(untilUtcMs)) yield forming;
}

const joined = (bar: Bar, minute: Bar): Bar => ({
  ...bar,
  high: minute.high > bar.high ? minute.high : bar.high,
  low: minute.low < bar.low ? minute.low : bar.low,
  close: minute.close,
  tickVolume: bar.tickVolume === null || minute.tickVolume === null ? null : bar.tickVolume + minute.tickVolume,
  spreadPoints: minute.spreadPoints ?? bar.spreadPoints,
});
