import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import type { Bar } from '#shared/market/bar.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { naiveStates } from '#main/testkit/naive-state.ts';
import { hasRealBars, readRealBars, realBarsTest } from '#main/testkit/real-bars.ts';
import { sampleBar, sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleEuro } from '#main/testkit/sample-instrument.ts';
import { createAtr } from './atr.ts';
import { createDonchianHigh, createDonchianLow } from './donchian.ts';
import { createEma } from './ema.ts';
import { createRvol } from './rvol.ts';
import { createSma } from './sma.ts';
import { createState, rvolPeriods, stateComponents, stateShape, type State, type StateBar } from './state-vector.ts';

const lengthMs = 3_600_000;

/** Bars of an hour with the numbers that a state is made of. */
function stateBars(bars: readonly Bar[], point = 0.01): readonly StateBar[] {
  const rvol = createRvol({ timeframe: 'H1', periods: rvolPeriods });
  const [ema20, ema50, sma200, atr] = [createEma(20), createEma(50), createSma(200), createAtr(14)];
  const [high20, low20] = [createDonchianHigh(20), createDonchianLow(20)];
  const [high55, low55] = [createDonchianHigh(55), createDonchianLow(55)];
  return bars.map(({ openTimeUtcMs, open, high, low, close, tickVolume, spreadPoints }) => ({
    ...{ open, high, low, close, knownAtUtcMs: utcMs(openTimeUtcMs + lengthMs) },
    ema20: ema20.push(close),
    ema50: ema50.push(close),
    sma200: sma200.push(close),
    atr: atr.push(high, low, close),
    donchianHigh20: high20.push(high),
    donchianLow20: low20.push(low),
    donchianHigh55: high55.push(high),
    donchianLow55: low55.push(low),
    rvol: rvol.push(openTimeUtcMs, tickVolume ?? NaN),
    spread: (spreadPoints ?? NaN) * point,
  }));
}

function statesOf(bars: readonly StateBar[]): readonly (State | null)[] {
  const state = createState();
  return bars.map((bar) => state.push(bar));
}

const lastOf = (bars: readonly Bar[], point?: number): Readonly<Record<string, number>> =>
  named(assertDefined(statesOf(stateBars(bars, point)).at(-1), 'the last state').vector);

const named = (vector: Float32Array): Readonly<Record<string, number>> =>
  Object.fromEntries(stateComponents.map(({ name }, index) => [name, vector[index] ?? NaN]));

/** Components that differ from the computation from their definitions, or are not there where it is defined. */
function differences(bars: readonly Bar[], point?: number): readonly unknown[] {
  const naive = naiveStates(bars, lengthMs, point);
  return statesOf(stateBars(bars, point)).flatMap((state, index) => {
    const expected = stateComponents.map(({ name, weight }) => weight * (naive[index]?.[name] ?? NaN));
    const isDefined = !expected.slice(0, stateShape.alwaysKnown).some(Number.isNaN);
    if (state === null) return isDefined ? [[index, 'not defined']] : [];
    return stateComponents.flatMap(({ name }, component) => {
      if (Number.isNaN(state.vector[component]) && Number.isNaN(expected[component])) return [];
      const difference = Math.abs((state.vector[component] ?? NaN) - (expected[component] ?? NaN));
      return difference < 1e-6 ? [] : [[index, name, state.vector[component], expected[component]]];
    });
  });
}

test('every component is what its name says, by a computation from the definitions, on gold and on the euro', () => {
  expect(differences(sampleBars({ count: 600, seed: 5, timeframe: 'H1' }))).toEqual([]);
  expect(differences(sampleBars({ count: 600, seed: 6, timeframe: 'H1', instrument: sampleEuro }), 0.00001)).toEqual(
    [],
  );
});

const file = 'XAUUSD_H1_2018_2024.csv.gz';
test.skipIf(!hasRealBars(file))(
  realBarsTest(file, 'the same on hours of gold, over a change of New York’s clocks'),
  () => {
    const bars = readRealBars(file);
    const from = bars.findIndex(({ openTimeUtcMs }) => openTimeUtcMs >= Date.UTC(2020, 1, 1));
    expect(differences(bars.slice(from, from + 1_200))).toEqual([]);
  },
);

test('a state is there from the bar that the warm-up names, and has as many components as the table', () => {
  const states = statesOf(stateBars(sampleBars({ count: 300, timeframe: 'H1' })));
  expect(states.findIndex((state) => state !== null)).toBe(createState().warmUpBars - 1);
  expect(new Set(states.map((state) => state?.vector.length))).toEqual(new Set([undefined, stateComponents.length]));
});

test('given the same numbers, any start far enough back gives the same bits', () => {
  const bars = stateBars(sampleBars({ count: 700, seed: 3, timeframe: 'H1' }));
  const { lookBackBars, anchor } = createState();
  expect(anchor).toBe('window');
  expect(statesOf(bars.slice(300)).slice(lookBackBars - 1)).toEqual(statesOf(bars).slice(300 + lookBackBars - 1));
});

const wildPrice = fc.oneof(fc.constantFrom(1e-8, 1, 1e8), fc.double({ min: 1e-8, max: 1e8, noNaN: true }));

test('whatever a market does, each component stays within its weight and is a number', () => {
  fc.assert(
    fc.property(fc.array(wildPrice, { minLength: 20, maxLength: 120 }), (prices) => {
      const bars = Array.from({ length: 240 }, (_, index) =>
        sampleBar({ openTimeUtcMs: index * lengthMs, close: prices[index % prices.length] ?? 1, open: prices[0] ?? 1 }),
      );
      const { vector } = assertDefined(statesOf(stateBars(bars)).at(-1), 'a state');
      stateComponents.forEach(({ weight }, index) => {
        expect(Math.abs(vector[index] ?? NaN)).toBeLessThanOrEqual(Math.fround(weight));
      });
    }),
    { numRuns: 200 },
  );
});

test('a market that stands still is a range in the middle of everything', () => {
  const bars = Array.from({ length: 300 }, (_, index) => sampleBar({ openTimeUtcMs: index * lengthMs, close: 5 }));
  const state = assertDefined(statesOf(stateBars(bars)).at(-1), 'a state');
  const { efficiencyRatio, timeSin, timeCos, spread, ...others } = named(state.vector);
  expect(Object.values(others)).toEqual(Array(18).fill(0));
  expect(spread).toBe(1);
  expect([efficiencyRatio, state.regime]).toEqual([-0.5, 'range']);
  expect(Math.hypot(timeSin ?? 0, timeCos ?? 0)).toBeCloseTo(0.25, 6);
});

test('what is not known of a bar is not a number in its state, and takes nothing from the rest of it', () => {
  const bars = stateBars(sampleBars({ count: 260, seed: 9, timeframe: 'H1' }));
  const [whole, without] = [bars, bars.map((bar) => ({ ...bar, rvol: NaN, spread: NaN }))].map((given) =>
    named(assertDefined(statesOf(given).at(-1), 'the last state').vector),
  );
  expect(Object.values(whole ?? {}).filter(Number.isNaN)).toEqual([]);
  expect(without).toEqual({ ...whole, rvol: NaN, spread: NaN });
});

test('usual volume stands in the middle and twice as much a third above it, and a spread of a tenth of the ATR at a half', () => {
  const bars = stateBars(sampleBars({ count: 260, seed: 9, timeframe: 'H1' }));
  const stateWith = (more: (bar: StateBar) => Partial<StateBar>) => {
    const { rvol, spread } = named(
      assertDefined(statesOf(bars.map((bar) => ({ ...bar, ...more(bar) }))).at(-1), 'the last state').vector,
    );
    return [rvol, spread];
  };
  expect(stateWith(({ atr }) => ({ rvol: 1, spread: atr / 10 }))).toEqual([0, 0.5]);
  expect(stateWith(() => ({ rvol: 2, spread: 0 }))).toEqual([Math.fround(1 / 3), 0]);
  expect(stateWith(() => ({ rvol: 0, spread: 0 }))).toEqual([-1, 0]);
});

test('a market at another price has the same state, to the last bit where the factor is a power of two', () => {
  const bars = sampleBars({ count: 260, seed: 9, timeframe: 'H1' });
  const scaled = (factor: number) => {
    const scaledBars = bars.map((bar) => ({
      ...sampleBar({
        ...{ openTimeUtcMs: bar.openTimeUtcMs, open: bar.open * factor, close: bar.close * factor },
        ...{ high: bar.high * factor, low: bar.low * factor },
      }),
      tickVolume: bar.tickVolume,
    }));
    return lastOf(scaledBars, 0.01 * factor);
  };
  expect(scaled(1 / 1024)).toEqual(lastOf(bars));
  const [here, there] = [lastOf(bars), scaled(0.000_55)];
  for (const { name } of stateComponents) expect(there[name]).toBeCloseTo(here[name] ?? NaN, 5);
});

const directed = /^return|Distance$|Slope$|Place$|^body$/u;

test('a market upside down has the same state with its directions the other way round', () => {
  const bars = sampleBars({ count: 260, seed: 12, timeframe: 'H1' });
  const turned = bars.map((bar) => ({
    ...sampleBar({
      ...{ openTimeUtcMs: bar.openTimeUtcMs, open: 8000 - bar.open, close: 8000 - bar.close },
      ...{ high: 8000 - bar.low, low: 8000 - bar.high },
    }),
    tickVolume: bar.tickVolume,
  }));
  const [here, there] = [lastOf(bars), lastOf(turned)];
  for (const { name } of stateComponents)
    expect(there[name], name).toBeCloseTo((directed.test(name) ? -1 : 1) * (here[name] ?? NaN), 5);
});

test('the time of day is New York’s: half past eight is half past eight in winter and in summer', () => {
  const closingAt = (iso: string) =>
    lastOf(sampleBars({ count: 220, timeframe: 'H1', startUtcMs: Date.parse(iso) - 220 * lengthMs }));
  const [winter, summer] = [closingAt('2024-01-16T13:30Z'), closingAt('2024-07-16T12:30Z')];
  expect([winter.timeSin, winter.timeCos]).toEqual([summer.timeSin, summer.timeCos]);
  expect(winter.timeSin).toBeCloseTo(0.25 * Math.sin((2 * Math.PI * 8.5) / 24), 6);
  expect(winter.timeCos).toBeCloseTo(0.25 * Math.cos((2 * Math.PI * 8.5) / 24), 6);
});

test('a market that falls for days is a trend down, and one that is thrown about is turbulent', () => {
  const bars = sampleBars({ count: 240, seed: 2, timeframe: 'H1', noiseRatio: 0.0002 });
  const { openTimeUtcMs: last, close } = assertDefined(bars.at(-1), 'a bar');
  const followedBy = (closes: readonly number[]) => [
    ...bars,
    ...closes.map((price, index) =>
      sampleBar({ openTimeUtcMs: last + (index + 1) * lengthMs, close: price, high: price + 4, low: price - 4 }),
    ),
  ];
  const regimeOf = (closes: readonly number[]) => statesOf(stateBars(followedBy(closes))).at(-1)?.regime;
  const steps = Array.from({ length: 30 }, (_, index) => index + 1);
  expect(regimeOf(steps.map((step) => close - 3 * step))).toBe('trendDown');
  expect(regimeOf(steps.map((step) => close + 3 * step))).toBe('trendUp');
  expect(regimeOf(steps.map((step) => close + 3 * (step % 2)))).toBe('turbulent');
});
