import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { barSchema, type Bar } from '#shared/market/bar.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { columnsOfBars } from '#main/testkit/columns-of-bars.ts';
import { worstDifference } from '#main/testkit/worst-difference.ts';
import { adx, minusDi, plusDi } from './adx.ts';
import { atrPercentile } from './atr-percentile.ts';
import { atr } from './atr.ts';
import { numberAt } from './columns.ts';
import { donchianHigh, donchianLow } from './donchian.ts';
import { efficiencyRatio } from './efficiency-ratio.ts';
import { emaSlope } from './ema-slope.ts';
import { ema } from './ema.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { fillFeatures } from './fill-columns.ts';
import { realisedVolatility } from './realised-volatility.ts';
import { defaultRegimeParameters, regime } from './regime-column.ts';
import { rvol } from './rvol.ts';
import { sma } from './sma.ts';
import { createState, rvolPeriods, stateShape } from './state-vector.ts';
import { londonMinute, newYorkMinute, newYorkWeekday } from './wall-clock.ts';

/** What a program in another language made of bars of its own: see scripts/feature-reference. */
const path = resolve(import.meta.dirname, '../../scripts/feature-reference/reference.json');

const columnSchema = z.array(z.number().nullable());

const reference = z
  .object({
    bars: z.object({
      ...{ openTimeUtcMs: z.array(z.number()), open: z.array(z.number()), high: z.array(z.number()) },
      ...{ low: z.array(z.number()), close: z.array(z.number()), tickVolume: columnSchema },
      spreadPoints: columnSchema,
    }),
    features: z.record(z.string(), columnSchema),
    states: z.record(z.string(), columnSchema),
  })
  .parse(JSON.parse(readFileSync(path, 'utf8')));

const bars: readonly Bar[] = reference.bars.openTimeUtcMs.map((openTimeUtcMs, index) => {
  const { open, high, low, close, tickVolume, spreadPoints } = reference.bars;
  const prices = { open: open[index], high: high[index], low: low[index], close: close[index] };
  return barSchema.parse({
    openTimeUtcMs,
    ...prices,
    tickVolume: tickVolume[index],
    spreadPoints: spreadPoints[index],
  });
});

const market = columnsOfBars(bars, { timeframe: 'H1' });

const specs: readonly FeatureSpec[] = [
  ...[sma(50), ema(20), atr(14), donchianHigh(20), donchianLow(20), efficiencyRatio(24), realisedVolatility(20)],
  ...[atrPercentile({ atrBars: 14, windowBars: 100 }), adx(14), plusDi(14), minusDi(14)],
  ...[rvol({ timeframe: 'H1', periods: 5 }), rvol({ timeframe: 'H4', periods: 20 })],
  emaSlope({ emaBars: 20, overBars: 5, atrBars: 14 }),
  regime({ ...defaultRegimeParameters, percentileBars: 100 }),
  regime({
    ...defaultRegimeParameters,
    ...{ percentileBars: 100, strengthBy: 'adx', strengthBars: 14, trendStrengthMin: 25 },
  }),
  ...[newYorkMinute, londonMinute, newYorkWeekday],
];

test('the reference and this test know the same features', () => {
  expect(Object.keys(reference.features).sort()).toEqual(specs.map(({ key }) => key).sort());
});

for (const { key, fill } of specs) {
  test(`${key} is that of an independent computation to 1e-9, through both changes to summer time`, () => {
    const numbers = new Float64Array(bars.length);
    fill(market, numbers);
    const expected = (reference.features[key] ?? []).map((number) => number ?? NaN);
    expect(expected.filter((number) => !Number.isNaN(number)).length).toBeGreaterThan(500);
    expect(worstDifference(numbers, expected)).toBeLessThan(1e-9);
  });
}

test('the state vector is that of an independent computation, as far as single precision tells', () => {
  const columns = fillFeatures(market, {
    ...{ ema20: ema(20), ema50: ema(50), sma200: sma(200), atr: atr(14) },
    ...{ donchianHigh20: donchianHigh(20), donchianLow20: donchianLow(20) },
    ...{ donchianHigh55: donchianHigh(55), donchianLow55: donchianLow(55) },
    rvol: rvol({ timeframe: 'H1', periods: rvolPeriods }),
  });
  const state = createState();
  const vectors = bars.map(({ open, high, low, close }, index) => {
    const at = (name: string): number => numberAt(columns[name]?.values ?? new Float64Array(), index);
    const knownAtUtcMs = utcMs(numberAt(market.closeTimeUtcMs.values, index));
    const means = { ema20: at('ema20'), ema50: at('ema50'), sma200: at('sma200'), atr: at('atr') };
    const channel20 = { donchianHigh20: at('donchianHigh20'), donchianLow20: at('donchianLow20') };
    const channel55 = { donchianHigh55: at('donchianHigh55'), donchianLow55: at('donchianLow55') };
    const maskable = { rvol: at('rvol'), spread: numberAt(market.spread.values, index) };
    return state.push({ open, high, low, close, knownAtUtcMs, ...means, ...channel20, ...channel55, ...maskable })
      ?.vector;
  });
  const known = Object.entries(reference.states);
  expect(known.length).toBeGreaterThan(50);
  for (const [index, expected] of known) {
    const vector = [...(vectors[Number(index)] ?? [])];
    expect(vector.map(Number.isNaN)).toEqual(expected.map((component) => component === null));
    const differences = vector.map((component, place) => Math.abs(component - (expected[place] ?? NaN)));
    expect(Math.max(...differences.filter((it) => !Number.isNaN(it)))).toBeLessThan(2e-7);
  }
  // Both are to be seen of each component that may be unknown.
  stateShape.maskableWeights.forEach((_, behind) => {
    const isKnown = known.map(([, vector]) => vector[stateShape.alwaysKnown + behind] !== null);
    expect(new Set(isKnown)).toEqual(new Set([true, false]));
  });
});
