import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bar } from '#shared/market/bar.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { columnsOfBars } from '#main/testkit/columns-of-bars.ts';
import { hasRealBars, readRealBars, realBarsTest } from '#main/testkit/real-bars.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';
import { worstDifference } from '#main/testkit/worst-difference.ts';
import { adx, minusDi, plusDi } from './adx.ts';
import { atrPercentile } from './atr-percentile.ts';
import { atr } from './atr.ts';
import { donchianHigh, donchianLow } from './donchian.ts';
import { efficiencyRatio } from './efficiency-ratio.ts';
import { emaSlope } from './ema-slope.ts';
import { ema } from './ema.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { marketColumnNames, type MarketColumns } from './market-columns.ts';
import { realisedVolatility } from './realised-volatility.ts';
import { defaultRegimeParameters, regime } from './regime-column.ts';
import { rvol } from './rvol.ts';
import { sma } from './sma.ts';
import { londonMinute, newYorkMinute, newYorkWeekday } from './wall-clock.ts';

interface SpecCase {
  /** Of one period; the others follow from it. */
  readonly of: (periodBars: number) => FeatureSpec;
  readonly timeframe?: Timeframe;
}

const regimeBy = (strengthBy: 'efficiencyRatio' | 'adx') => (n: number) =>
  regime({
    ...defaultRegimeParameters,
    ...{ strengthBy, strengthBars: n, emaBars: n, slopeBars: 3, atrBars: n, percentileBars: 2 * n },
    trendStrengthMin: strengthBy === 'adx' ? 25 : 0.3,
  });

const specs: Readonly<Record<string, SpecCase>> = {
  sma: { of: sma },
  ema: { of: ema },
  atr: { of: atr },
  donchianHigh: { of: donchianHigh },
  donchianLow: { of: donchianLow },
  efficiencyRatio: { of: efficiencyRatio },
  atrPercentile: { of: (n) => atrPercentile({ atrBars: n, windowBars: 2 * n }) },
  adx: { of: adx },
  plusDi: { of: plusDi },
  minusDi: { of: minusDi },
  realisedVolatility: { of: realisedVolatility },
  emaSlope: { of: (n) => emaSlope({ emaBars: n, overBars: 3, atrBars: 2 * n }) },
  'regime by efficiency ratio': { of: regimeBy('efficiencyRatio') },
  'regime by ADX': { of: regimeBy('adx') },
  'rvol of hours': { of: (n) => rvol({ timeframe: 'H1', periods: n }), timeframe: 'H1' },
  'rvol of bars': { of: (n) => rvol({ timeframe: 'H4', periods: n }), timeframe: 'H4' },
  newYorkMinute: { of: () => newYorkMinute },
  londonMinute: { of: () => londonMinute },
  newYorkWeekday: { of: () => newYorkWeekday },
};

const streamed = (spec: FeatureSpec, market: MarketColumns): Float64Array => {
  const numberOf = spec.start();
  return Float64Array.from({ length: market.close.length }, (_, index) => numberOf(market, index));
};

const filled = (spec: FeatureSpec, market: MarketColumns): Float64Array => {
  const out = new Float64Array(market.close.length).fill(123);
  spec.fill(market, out);
  return out;
};

/** Such bars as files have: some stand still, and of some the volume is not known. */
const roughBars = (count: number, seed: number, timeframe: Timeframe): readonly Bar[] => {
  const random = seededRandom(seed);
  return sampleBars({ count, seed, timeframe }).map((bar) => {
    const still = random() < 0.05 ? { open: bar.close, high: bar.close, low: bar.close } : {};
    return { ...bar, ...still, tickVolume: random() < 0.02 ? null : random() < 0.05 ? 0 : bar.tickVolume };
  });
};

/** The rows from `index` on are lost to whoever reads them. */
function poisoned(market: MarketColumns, index: number): MarketColumns {
  const column = (name: keyof MarketColumns) => {
    const { values, length } = market[name];
    return { values: Float64Array.from(values, (value, row) => (row < index ? value : NaN)), length };
  };
  return Object.fromEntries(marketColumnNames.map((name) => [name, column(name)])) as unknown as MarketColumns;
}

const rowsOf = (market: MarketColumns, from: number, to: number): MarketColumns => {
  const column = (name: keyof MarketColumns) => ({ values: market[name].values.slice(from, to), length: to - from });
  return Object.fromEntries(marketColumnNames.map((name) => [name, column(name)])) as unknown as MarketColumns;
};

for (const [name, { of, timeframe = 'M1' }] of Object.entries(specs)) {
  test(`${name}: the stream, the column, and the column of any beginning are the same bits`, () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.nat(260),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(260),
        (seed, count, periodBars, cut) => {
          const market = columnsOfBars(roughBars(count, seed, timeframe), { timeframe });
          const spec = of(periodBars);
          const whole = filled(spec, market);
          expect(streamed(spec, market)).toEqual(whole);
          expect(filled(spec, rowsOf(market, 0, Math.min(cut, count)))).toEqual(whole.slice(0, Math.min(cut, count)));
        },
      ),
      { numRuns: 40 },
    );
  });

  test(`${name}: nothing after a bar has a say in its number`, () => {
    const market = columnsOfBars(roughBars(300, 7, timeframe), { timeframe });
    for (const periodBars of [1, 5, 24]) {
      const spec = of(periodBars);
      const whole = filled(spec, market);
      for (let cut = 0; cut <= 300; cut += 13) {
        expect(filled(spec, poisoned(market, cut)).slice(0, cut)).toEqual(whole.slice(0, cut));
      }
    }
  });

  test(`${name}: defined from the bar that its warm-up names`, () => {
    const market = columnsOfBars(sampleBars({ count: 400, seed: 2, timeframe }), { timeframe });
    for (const periodBars of [1, 2, 14]) {
      const spec = of(periodBars);
      const numbers = filled(spec, market);
      expect(numbers.findIndex((number) => !Number.isNaN(number))).toBe(spec.warmUpBars - 1);
      expect(numbers.subarray(spec.warmUpBars - 1).some(Number.isNaN)).toBe(false);
      expect(spec.lookBackBars).toBeGreaterThanOrEqual(spec.warmUpBars);
    }
  });

  test(`${name}: started anew, it goes on as its anchor and look-back say`, () => {
    const market = columnsOfBars(sampleBars({ count: 2500, seed: 9, timeframe }), { timeframe });
    const spec = of(14);
    const whole = filled(spec, market);
    for (const from of [1, 350, 777]) {
      const later = filled(spec, rowsOf(market, from, 2500)).subarray(spec.lookBackBars - 1);
      const expected = whole.subarray(from + spec.lookBackBars - 1);
      expect(later.length).toBeGreaterThan(100);
      if (spec.anchor === 'window') expect(later).toEqual(expected);
      else expect(worstDifference(later, expected)).toBeLessThan(1e-13);
    }
  });

  test(`${name}: over memory that threads share, and over columns with room to grow, the same bits`, () => {
    const bars = sampleBars({ count: 300, seed: 4, timeframe });
    const allocate = (length: number) => new Float64Array(new SharedArrayBuffer(8 * length));
    const shared = columnsOfBars(bars, { timeframe, allocate });
    const out = allocate(300);
    of(5).fill(shared, out);
    expect([...out]).toEqual([...filled(of(5), columnsOfBars(bars, { timeframe }))]);
    const roomy = columnsOfBars(bars, { timeframe, allocate: (length) => new Float64Array(length + 50).fill(NaN) });
    expect([...filled(of(5), roomy)]).toEqual([...out]);
  });

  const file =
    timeframe === 'M1'
      ? 'XAUUSD_M5_2025.csv.gz'
      : `EURUSD_${timeframe}_2007_${timeframe === 'H1' ? 2018 : 2024}.csv.gz`;
  test.skipIf(!hasRealBars(file))(
    realBarsTest(file, `${name}: stream and column are the same bits on real bars`),
    () => {
      const market = columnsOfBars(realBars(file), { timeframe });
      for (const periodBars of [3, 20])
        expect(streamed(of(periodBars), market)).toEqual(filled(of(periodBars), market));
    },
  );
}

test('no two features have the same key, nor have two parameters of one', () => {
  const keys = Object.values(specs).flatMap(({ of }) => [...new Set([of(3).key, of(4).key])]);
  expect(new Set(keys).size).toBe(keys.length);
});

test('a feature refuses a period that is no whole number of bars when it is named', () => {
  const constant = [newYorkMinute, londonMinute, newYorkWeekday];
  for (const { of } of Object.values(specs).filter(({ of }) => !constant.includes(of(1)))) {
    for (const periodBars of [0, -1, 1.5, NaN])
      expect(() => of(periodBars)).toThrow('a period is a whole number of bars');
  }
});

const read = new Map<string, readonly Bar[]>();

function realBars(file: string): readonly Bar[] {
  const bars = read.get(file) ?? readRealBars(file).slice(0, 3000);
  read.set(file, bars);
  return bars;
}
