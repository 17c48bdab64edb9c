import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bar } from '#shared/market/bar.ts';
import { barArrays } from '#main/testkit/bar-arrays.ts';
import {
  naiveAtr,
  naiveAtrPercentile,
  naiveDonchianHigh,
  naiveDonchianLow,
  naiveEfficiencyRatio,
  naiveEma,
  naiveSma,
} from '#main/testkit/naive-features.ts';
import { hasRealBars, readRealBars, realBarsTest } from '#main/testkit/real-bars.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleEuro } from '#main/testkit/sample-instrument.ts';
import { worstDifference } from '#main/testkit/worst-difference.ts';
import { createAtrPercentile } from './atr-percentile.ts';
import { createAtr } from './atr.ts';
import { batchOfBars, batchOfValues } from './batch.ts';
import { createDonchianHigh, createDonchianLow } from './donchian.ts';
import { createEfficiencyRatio } from './efficiency-ratio.ts';
import { createEma } from './ema.ts';
import type { FeatureTraits } from './feature.ts';
import { createSma } from './sma.ts';

interface FeatureCase {
  readonly create: (periodBars: number) => FeatureTraits;
  readonly push: (periodBars: number) => (bar: Bar) => number;
  readonly batch: (periodBars: number, bars: readonly Bar[]) => Float64Array;
  readonly naive: (periodBars: number, bars: readonly Bar[]) => number[];
}

const closes = (bars: readonly Bar[]): number[] => bars.map((bar) => bar.close);

/** Stands for an ATR; in ticks, so that many are equal. */
const height = ({ high, low }: Bar): number => Math.round((high - low) * 100);

const features: Readonly<Record<string, FeatureCase>> = {
  SMA: {
    create: createSma,
    push: (n) =>
      (
        (sma) => (bar) =>
          sma.push(bar.close)
      )(createSma(n)),
    batch: (n, bars) => batchOfValues(createSma(n), barArrays(bars).close),
    naive: (n, bars) => naiveSma(closes(bars), n),
  },
  EMA: {
    create: createEma,
    push: (n) =>
      (
        (ema) => (bar) =>
          ema.push(bar.close)
      )(createEma(n)),
    batch: (n, bars) => batchOfValues(createEma(n), barArrays(bars).close),
    naive: (n, bars) => naiveEma(closes(bars), n),
  },
  ATR: {
    create: createAtr,
    push: (n) =>
      (
        (atr) => (bar) =>
          atr.push(bar.high, bar.low, bar.close)
      )(createAtr(n)),
    batch: (n, bars) => batchOfBars(createAtr(n), barArrays(bars)),
    naive: (n, bars) => naiveAtr(bars, n),
  },
  'Donchian high': {
    create: createDonchianHigh,
    push: (n) =>
      (
        (channel) => (bar) =>
          channel.push(bar.high)
      )(createDonchianHigh(n)),
    batch: (n, bars) => batchOfValues(createDonchianHigh(n), barArrays(bars).high),
    naive: (n, bars) =>
      naiveDonchianHigh(
        bars.map((bar) => bar.high),
        n,
      ),
  },
  'Donchian low': {
    create: createDonchianLow,
    push: (n) =>
      (
        (channel) => (bar) =>
          channel.push(bar.low)
      )(createDonchianLow(n)),
    batch: (n, bars) => batchOfValues(createDonchianLow(n), barArrays(bars).low),
    naive: (n, bars) =>
      naiveDonchianLow(
        bars.map((bar) => bar.low),
        n,
      ),
  },
  'efficiency ratio': {
    create: createEfficiencyRatio,
    push: (n) =>
      (
        (ratio) => (bar) =>
          ratio.push(bar.close)
      )(createEfficiencyRatio(n)),
    batch: (n, bars) => batchOfValues(createEfficiencyRatio(n), barArrays(bars).close),
    naive: (n, bars) => naiveEfficiencyRatio(closes(bars), n),
  },
  'ATR percentile': {
    create: createAtrPercentile,
    push: (n) =>
      (
        (rank) => (bar) =>
          rank.push(height(bar))
      )(createAtrPercentile(n)),
    batch: (n, bars) => batchOfValues(createAtrPercentile(n), Float64Array.from(bars, height)),
    naive: (n, bars) => naiveAtrPercentile(bars.map(height), n),
  },
};

for (const [name, feature] of Object.entries(features)) {
  test(`${name} gives the same bits one bar at a time and over a whole array`, () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(150), fc.integer({ min: 1, max: 60 }), (seed, count, periodBars) => {
        const bars = sampleBars({ count, seed });
        const push = feature.push(periodBars);
        expect(Float64Array.from(bars, (bar) => push(bar))).toEqual(feature.batch(periodBars, bars));
      }),
      { numRuns: 50 },
    );
  });

  test(`${name} agrees with a computation written from its definition, on gold and on the euro`, () => {
    for (const bars of [
      sampleBars({ count: 600, seed: 5 }),
      sampleBars({ count: 600, seed: 6, instrument: sampleEuro }),
    ]) {
      for (const periodBars of [1, 2, 20, 55]) {
        expect(worstDifference(feature.batch(periodBars, bars), feature.naive(periodBars, bars))).toBeLessThan(1e-9);
      }
    }
  });

  test(`${name} is defined from the bar that its warm-up names, and never before or undefined after`, () => {
    const bars = sampleBars({ count: 200, seed: 2 });
    for (const periodBars of [1, 14, 50]) {
      const numbers = feature.batch(periodBars, bars);
      const { warmUpBars } = feature.create(periodBars);
      expect(numbers.findIndex((number) => !Number.isNaN(number))).toBe(warmUpBars - 1);
      expect(numbers.subarray(warmUpBars - 1).some(Number.isNaN)).toBe(false);
    }
  });

  test(`${name} depends on its start as its anchor says`, () => {
    const bars = sampleBars({ count: 2000, seed: 9 });
    const whole = feature.batch(20, bars);
    const later = feature.batch(20, bars.slice(500));
    const { anchor, lookBackBars } = feature.create(20);
    const settled = (numbers: Float64Array, start: number) => numbers.subarray(start + lookBackBars - 1);
    if (anchor === 'window') expect(settled(later, 0)).toEqual(settled(whole, 500));
    else expect(worstDifference(settled(later, 0), settled(whole, 500))).toBeLessThan(1e-14);
  });

  test(`${name} refuses a period that is no whole number of bars`, () => {
    for (const periodBars of [0, -1, 1.5, NaN]) {
      expect(() => feature.create(periodBars)).toThrow('a period is a whole number of bars');
    }
  });

  const file = 'XAUUSD_M5_2025.csv.gz';
  test.skipIf(!hasRealBars(file))(
    realBarsTest(file, `${name} agrees with a computation written from its definition, on real bars of gold`),
    () => {
      const bars = readRealBars(file).slice(0, 3000);
      for (const periodBars of [20, 50, 200]) {
        expect(worstDifference(feature.batch(periodBars, bars), feature.naive(periodBars, bars))).toBeLessThan(1e-9);
      }
    },
  );
}
