import { expect, test } from 'vitest';
import { requestedFeatureSchema, type FeatureRequest, type RequestedFeature } from '#shared/market/feature-request.ts';
import { technicalIndicatorsSchema } from '#shared/market/technical-indicators.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { columnsOfBars } from '#main/testkit/columns-of-bars.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { numberAt } from './columns.ts';
import { computeFeatures } from './compute-features.ts';
import { defaultRegimeParameters } from './regime-column.ts';
import { sma } from './sma.ts';
import { specOfRequest } from './spec-of-request.ts';

const hourMs = 3_600_000;

const bars = sampleBars({ count: 400, seed: 8, timeframe: 'H1' });

const market = columnsOfBars(bars, { timeframe: 'H1' });

/** As of the close of one bar. */
const asOf = (index: number, features: readonly RequestedFeature[]): FeatureRequest => ({
  ...{ symbol: 'XAUUSD', timeframe: 'H1', features },
  asOfUtcMs: utcMs(sampleStartUtcMs + (index + 1) * hourMs),
});

const everyFeature: readonly RequestedFeature[] = requestedFeatureSchema.array().parse([
  ...['sma', 'ema', 'atr', 'donchianHigh', 'donchianLow', 'efficiencyRatio'].map((feature) => ({
    feature,
    periodBars: 20,
  })),
  ...['adx', 'plusDi', 'minusDi', 'realisedVolatility'].map((feature) => ({ feature, periodBars: 14 })),
  { feature: 'atrPercentile', atrBars: 14, windowBars: 100 },
  { feature: 'emaSlope', emaBars: 20, overBars: 5, atrBars: 14 },
  { feature: 'rvol', periods: 5 },
  { feature: 'regime', ...defaultRegimeParameters },
  ...['newYorkMinute', 'londonMinute', 'newYorkWeekday'].map((feature) => ({ feature })),
]);

test('says of a closed bar what the columns say of it, for every feature that can be asked for', () => {
  const answer = computeFeatures(asOf(350, everyFeature), market);
  const indicators = technicalIndicatorsSchema.parse(answer.ok ? answer.value : answer.error);
  expect(indicators.closeTimeUtcMs).toBe(sampleStartUtcMs + 351 * hourMs);
  expect(Object.keys(indicators.values).length).toBe(everyFeature.length);
  for (const requested of everyFeature) {
    const { key, fill } = specOfRequest(requested, 'H1');
    const column = new Float64Array(bars.length);
    fill(market, column);
    const value = numberAt(column, 350);
    expect(value).not.toBeNaN();
    const regimes = ['trendUp', 'trendDown', 'range', 'turbulent'];
    const expected =
      requested.feature === 'regime' ? { kind: 'regime', regime: regimes[value] } : { kind: 'number', value };
    expect(indicators.values[key]).toEqual(expected);
  }
});

test('a bar counts from its close on, not a millisecond before', () => {
  const at = (shiftMs: number) => {
    const request = asOf(99, [{ feature: 'sma', periodBars: 2 }]);
    const answer = computeFeatures({ ...request, asOfUtcMs: utcMs(request.asOfUtcMs + shiftMs) }, market);
    return answer.ok ? answer.value.openTimeUtcMs : answer.error.code;
  };
  expect([at(-1), at(0), at(1)]).toEqual([98, 99, 99].map((index) => sampleStartUtcMs + index * hourMs));
});

test('before the first close there is nothing to say', () => {
  const answer = computeFeatures(asOf(-1, [{ feature: 'sma', periodBars: 2 }]), market);
  expect(answer).toMatchObject({ ok: false, error: { code: 'DATA_MISSING' } });
});

test('too few bars since the series begins are a warm-up', () => {
  const answer = computeFeatures(
    asOf(48, [
      { feature: 'sma', periodBars: 50 },
      { feature: 'rvol', periods: 5 },
    ]),
    market,
  );
  const why = { kind: 'unknown', why: 'warmUp' };
  expect(answer).toMatchObject({ ok: true, value: { values: { 'sma(50)': why, 'rvol(H1,5)': why } } });
});

test('refuses across an unexpected hole, until enough bars hang together again', () => {
  const torn = columnsOfBars(bars, { timeframe: 'H1', holesBefore: [200] });
  const at = (index: number) => {
    const answer = computeFeatures(asOf(index, [{ feature: 'sma', periodBars: 50 }]), torn);
    return answer.ok ? answer.value.values['sma(50)'] : [answer.error.code, answer.error.facts];
  };
  const needs = (barsSinceHole: number) => ['HOLE_IN_DATA', { feature: 'sma(50)', barsSinceHole, barsNeeded: 50 }];
  const column = new Float64Array(bars.length);
  sma(50).fill(torn, column);
  expect(at(199)).toEqual({ kind: 'number', value: column[199] });
  expect(at(200)).toEqual(needs(1));
  expect(at(248)).toEqual(needs(49));
  expect(at(249)).toEqual({ kind: 'number', value: column[249] });
});

test('a hole does not silence what compares days, nor the clock', () => {
  const torn = columnsOfBars(bars, { timeframe: 'H1', holesBefore: [300] });
  const answer = computeFeatures(asOf(300, [{ feature: 'rvol', periods: 5 }, { feature: 'newYorkMinute' }]), torn);
  const kind = 'number';
  expect(answer).toMatchObject({ ok: true, value: { values: { 'rvol(H1,5)': { kind }, newYorkMinute: { kind } } } });
});

test('a volume that is not known is no number, and the rest is told all the same', () => {
  const blind = columnsOfBars(
    bars.map((bar, index) => (index === 350 ? { ...bar, tickVolume: null } : bar)),
    { timeframe: 'H1' },
  );
  const answer = computeFeatures(
    asOf(350, [
      { feature: 'rvol', periods: 5 },
      { feature: 'ema', periodBars: 9 },
    ]),
    blind,
  );
  expect(answer).toMatchObject({
    value: { values: { 'rvol(H1,5)': { kind: 'unknown', why: 'noVolume' }, 'ema(9)': { kind: 'number' } } },
  });
});
