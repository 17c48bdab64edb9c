import type { Bar } from '#shared/market/bar.ts';
import type { Tick } from '#shared/market/quote.ts';
import { utcMs } from '#shared/units/utc-ms.ts';

const minuteMs = 60_000;

/** The minute that forms, by its ticks so far. Its spread is unknown until the terminal closes it. */
export function addTick(minute: Bar | null, tick: Tick): Bar {
  const openTimeUtcMs = utcMs(Math.floor(tick.occurredAtUtcMs / minuteMs) * minuteMs);
  const { bid } = tick;
  if (minute?.openTimeUtcMs !== openTimeUtcMs) {
    return { openTimeUtcMs, open: bid, high: bid, low: bid, close: bid, tickVolume: 1, spreadPoints: null };
  }
  return {
    ...minute,
    high: bid > minute.high ? bid : minute.high,
    low: bid < minute.low ? bid : minute.low,
    close: bid,
    tickVolume: (minute.tickVolume ?? 0) + 1,
  };
}
