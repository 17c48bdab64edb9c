import { assertDefined } from '#shared/base/assert.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { brokerClock, type BrokerClock } from '#shared/time/broker-clock.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { MarketColumns } from '#main/features/market-columns.ts';
import { sampleGold } from './sample-instrument.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

/** The broker's midnight is New York's 17:00, so that its days and weeks are the market's. */
export const syntheticClock: BrokerClock = brokerClock('ny+7');

/** Bars as arrays of one length, which is what fills are made on and what decision columns are made of. */
export interface SyntheticBars {
  readonly length: number;
  readonly openTimeUtcMs: Float64Array;
  readonly closeTimeUtcMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly tickVolume: Float64Array;
  /** Ask − bid, as a difference of prices. */
  readonly spread: Float64Array;
  /** In account currency, as fill tables have it: one for all rows. */
  readonly tickValue: number;
}

export interface SyntheticWalk {
  readonly count: number;
  readonly seed: number;
  readonly instrument?: Instrument;
  readonly startPrice?: number;
  /** Usual way of a minute and usual spread, in ticks. */
  readonly noiseTicks?: number;
  readonly spreadTicks?: number;
  readonly startUtcMs?: number;
}

const sampleWeekUtcMs = Date.UTC(2021, 0, 3, 22);

/** The hour after the broker's midnight is closed, every day; the weekend is too. */
const closedMs = 60 * minuteMs;

/**
 * Seeded minutes in market hours: a walk on the tick grid whose swings and drift change now and then, which jumps over pauses and weekends, and whose
 * spread is wide at the ends of a day. It is made of whole ticks and of operations that IEEE 754 fixes, so every machine makes the same.
 */
export function syntheticMinutes(walk: SyntheticWalk): SyntheticBars {
  const { count, seed, instrument = sampleGold, noiseTicks = 40, spreadTicks = 15 } = walk;
  const { tickSize, tickValue, digits } = instrument;
  const random = seededRandom(seed);
  const scale = 10 ** digits;
  const grid = tickSize * scale;
  const bars = allocateBars(count, tickValue);
  const priceOf = (ticks: number): number => Math.round(ticks * grid) / scale;
  const floorTicks = 40 * noiseTicks;
  let ticks = Math.round((walk.startPrice ?? 2000) / tickSize);
  let swing = 1;
  let drift = 0;
  let spellLeft = 0;
  let stampMs = syntheticClock.toBroker(utcMs(walk.startUtcMs ?? sampleWeekUtcMs));
  for (let index = 0; index < count; index++) {
    const before = stampMs;
    while (isClosed(stampMs)) stampMs += minuteMs;
    const pauseMinutes = (stampMs - before) / minuteMs;
    if (spellLeft-- === 0) {
      swing = 0.4 + 1.6 * random() * random();
      drift = 0.05 * (Math.floor(random() * 3) - 1);
      spellLeft = 60 + Math.floor(random() * 1200);
    }
    const step = noiseTicks * swing;
    const bell = (): number => random() + random() + random() - 1.5;
    const jump = pauseMinutes === 0 ? bell() * 0.2 : bell() * (pauseMinutes > 600 ? 40 : 8);
    const open = Math.max(floorTicks, ticks + Math.round(step * jump));
    const close = Math.max(floorTicks, open + Math.round(step * (drift + 2 * bell())));
    const high = Math.max(open, close) + Math.round(step * random() * random() * 1.5);
    const low = Math.min(open, close) - Math.round(step * random() * random() * 1.5);
    const minuteOfDay = (stampMs % dayMs) / minuteMs;
    const isEdge = minuteOfDay < 120 || minuteOfDay >= 1425;
    bars.openTimeUtcMs[index] = syntheticClock.toUtc(stampMs);
    bars.closeTimeUtcMs[index] = syntheticClock.toUtc(stampMs + minuteMs);
    bars.open[index] = priceOf(open);
    bars.high[index] = priceOf(high);
    bars.low[index] = priceOf(low);
    bars.close[index] = priceOf(close);
    bars.tickVolume[index] = 20 + Math.floor(random() * 200 * swing);
    bars.spread[index] = priceOf(Math.round(spreadTicks * (isEdge ? 3 : 1) * (0.7 + 0.6 * random())));
    ticks = close;
    stampMs += minuteMs;
  }
  return bars;
}

/** The same stretch of bars of a coarser timeframe, H4 and D1 from the broker's midnight: first open, last close, extremes, sums. */
export function coarserBars(fine: SyntheticBars, timeframe: Timeframe): SyntheticBars {
  const lengthMs = timeframeDurationMs(timeframe);
  const starts: number[] = [];
  let bucket = NaN;
  for (let index = 0; index < fine.length; index++) {
    const stampMs = syntheticClock.toBroker(utcMs(at(fine.openTimeUtcMs, index)));
    const own = Math.floor(stampMs / lengthMs) * lengthMs;
    if (own !== bucket) starts.push(index);
    bucket = own;
  }
  const bars = allocateBars(starts.length, fine.tickValue);
  for (const [row, first] of starts.entries()) {
    const end = starts[row + 1] ?? fine.length;
    const stampMs = syntheticClock.toBroker(utcMs(at(fine.openTimeUtcMs, first)));
    const opensMs = Math.floor(stampMs / lengthMs) * lengthMs;
    bars.openTimeUtcMs[row] = syntheticClock.toUtc(opensMs);
    bars.closeTimeUtcMs[row] = syntheticClock.toUtc(opensMs + lengthMs);
    bars.open[row] = at(fine.open, first);
    bars.close[row] = at(fine.close, end - 1);
    bars.high[row] = fine.high.subarray(first, end).reduce((most, high) => Math.max(most, high));
    bars.low[row] = fine.low.subarray(first, end).reduce((least, low) => Math.min(least, low));
    bars.tickVolume[row] = fine.tickVolume.subarray(first, end).reduce((sum, volume) => sum + volume);
    bars.spread[row] = at(fine.spread, end - 1);
  }
  return bars;
}

/** Decision columns over them: no holes, no calendar. */
export function marketColumnsOf(bars: SyntheticBars): MarketColumns {
  const column = (values: Float64Array) => ({ values, length: bars.length });
  const { openTimeUtcMs, closeTimeUtcMs, open, high, low, close, tickVolume, spread } = bars;
  return {
    openTimeUtcMs: column(openTimeUtcMs),
    closeTimeUtcMs: column(closeTimeUtcMs),
    open: column(open),
    high: column(high),
    low: column(low),
    close: column(close),
    tickVolume: column(tickVolume),
    spread: column(spread),
    newsDistanceMs: column(sharedFloats(bars.length).fill(NaN)),
    barsSinceHole: column(ordinals(bars.length)),
  };
}

/** The first rows alone, over the same memory. */
export function firstBars(bars: SyntheticBars, length: number): SyntheticBars {
  const cut = (values: Float64Array): Float64Array => values.subarray(0, length);
  return {
    length,
    openTimeUtcMs: cut(bars.openTimeUtcMs),
    closeTimeUtcMs: cut(bars.closeTimeUtcMs),
    open: cut(bars.open),
    high: cut(bars.high),
    low: cut(bars.low),
    close: cut(bars.close),
    tickVolume: cut(bars.tickVolume),
    spread: cut(bars.spread),
    tickValue: bars.tickValue,
  };
}

function isClosed(stampMs: number): boolean {
  // 1970 began on a Thursday.
  const weekday = (Math.floor(stampMs / dayMs) + 4) % 7;
  return weekday === 0 || weekday === 6 || stampMs % dayMs < closedMs;
}

function allocateBars(length: number, tickValue: number): SyntheticBars {
  return {
    length,
    openTimeUtcMs: sharedFloats(length),
    closeTimeUtcMs: sharedFloats(length),
    open: sharedFloats(length),
    high: sharedFloats(length),
    low: sharedFloats(length),
    close: sharedFloats(length),
    tickVolume: sharedFloats(length),
    spread: sharedFloats(length),
    tickValue,
  };
}

function ordinals(length: number): Float64Array {
  const numbers = sharedFloats(length);
  for (let index = 0; index < length; index++) numbers[index] = index + 1;
  return numbers;
}

/** In memory that workers read too, as stored bars are loaded. */
export const sharedFloats = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length));

const at = (values: Float64Array, index: number): number => assertDefined(values[index], 'a row of the table');
