import { barSchema, type Bar } from '#shared/market/bar.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { roundToTick } from '#shared/market/instrument-prices.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { sampleStartUtcMs } from './manual-clock.ts';
import { sampleGold } from './sample-instrument.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';

export interface SampleWalk {
  readonly count: number;
  readonly seed?: number;
  readonly timeframe?: Timeframe;
  readonly instrument?: Instrument;
  readonly startUtcMs?: number;
  readonly startPrice?: number;
  /** Size of a bar's own noise, as a share of the price. */
  readonly noiseRatio?: number;
}

/**
 * A seeded random walk without holes that trends up, trends down and rests by turns, so that breakouts of both sides occur. Prices lie on the
 * instrument's tick grid, and each bar opens where the one before it closed.
 */
export function sampleBars(walk: SampleWalk): readonly Bar[] {
  const { count, seed = 1, timeframe = 'M1', instrument = sampleGold, noiseRatio = 0.001 } = walk;
  const startUtcMs = walk.startUtcMs ?? sampleStartUtcMs;
  const random = seededRandom(seed);
  const lengthMs = timeframeDurationMs(timeframe);
  const bars: Bar[] = [];
  let last = walk.startPrice ?? (instrument.symbol === sampleGold.symbol ? 2000 : 1.1);
  let trend = 0;
  let trendBarsLeft = 0;
  for (let index = 0; index < count; index++) {
    if (trendBarsLeft-- === 0) {
      trend = Math.floor(random() * 3) - 1;
      trendBarsLeft = 40 + Math.floor(random() * 160);
    }
    const noise = last * noiseRatio;
    const open = roundToTick(last, instrument);
    const close = roundToTick(open + noise * (0.3 * trend + (random() + random() + random() - 1.5)), instrument);
    const high = roundToTick(Math.max(open, close) + noise * random(), instrument);
    const low = roundToTick(Math.min(open, close) - noise * random(), instrument);
    const openTimeUtcMs = startUtcMs + index * lengthMs;
    const tickVolume = 50 + Math.floor(random() * 400);
    bars.push(barSchema.parse({ openTimeUtcMs, open, high, low, close, tickVolume, spreadPoints: 20 }));
    last = close;
  }
  return bars;
}

/** A bar by its numbers, for series built by hand: open is the close unless given, high and low span both. */
export function sampleBar(bar: {
  readonly openTimeUtcMs: number;
  readonly close: number;
  readonly open?: number;
  readonly high?: number;
  readonly low?: number;
}): Bar {
  const open = bar.open ?? bar.close;
  return barSchema.parse({
    openTimeUtcMs: bar.openTimeUtcMs,
    open,
    high: bar.high ?? Math.max(open, bar.close),
    low: bar.low ?? Math.min(open, bar.close),
    close: bar.close,
    tickVolume: 100,
    spreadPoints: 20,
  });
}
