import * as untyped from 'technicalindicators';
import { ADX, ATR, DonchianChannels, EMA, RVOL, SMA } from 'trading-signals';
import { expect, test } from 'vitest';
import type { Bar } from '#shared/market/bar.ts';
import { columnsOfBars } from '#main/testkit/columns-of-bars.ts';
import { hasRealBars, readRealBars, realBarsTest } from '#main/testkit/real-bars.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { worstDifference } from '#main/testkit/worst-difference.ts';
import { adx, minusDi, plusDi } from './adx.ts';
import { atr } from './atr.ts';
import { donchianHigh, donchianLow } from './donchian.ts';
import { ema } from './ema.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { barsToForget } from './feature.ts';
import { rvol } from './rvol.ts';
import { sma } from './sma.ts';

/** One feature, and what an independent library says of the same bars. */
interface Comparison {
  readonly spec: (periodBars: number) => FeatureSpec;
  readonly library: (periodBars: number, bars: readonly Bar[]) => readonly number[];
  /** Where the library begins its recursion otherwise: bars until the difference has vanished, and why there is one. */
  readonly seeding?: { readonly bars: (periodBars: number) => number; readonly why: string };
}

interface Prices {
  readonly period: number;
  readonly high: number[];
  readonly low: number[];
  readonly close: number[];
}

type OfValues = (input: { readonly period: number; readonly values: number[] }) => number[];

/** The library's own types ask for instances of classes; it reads plain objects. */
const technicalindicators: {
  readonly sma: OfValues;
  readonly ema: OfValues;
  readonly highest: OfValues;
  readonly lowest: OfValues;
  readonly atr: (input: Prices) => number[];
  readonly adx: (input: Prices) => { readonly adx: number; readonly pdi: number; readonly mdi: number }[];
} = untyped;

const closes = (bars: readonly Bar[]): number[] => bars.map(({ close }) => close);
const highs = (bars: readonly Bar[]): number[] => bars.map(({ high }) => high);
const lows = (bars: readonly Bar[]): number[] => bars.map(({ low }) => low);
const prices = (bars: readonly Bar[]) => ({ high: highs(bars), low: lows(bars), close: closes(bars) });

/** A library's list leaves out what is not defined: the numbers are those of the last bars. */
const atTheEnd = (bars: readonly Bar[], numbers: readonly number[]): readonly number[] => [
  ...Array.from({ length: bars.length - numbers.length }, () => NaN),
  ...numbers,
];

/** As of the bar before, which is how a channel is defined that a bar can break. */
const oneBarLater = (numbers: readonly number[]): readonly number[] => [NaN, ...numbers.slice(0, -1)];

const wilder = (periodBars: number): number => barsToForget(1 - 1 / periodBars);

const byTechnicalindicators: Readonly<Record<string, Comparison>> = {
  SMA: {
    spec: sma,
    library: (period, bars) => atTheEnd(bars, technicalindicators.sma({ period, values: closes(bars) })),
  },
  EMA: {
    spec: ema,
    library: (period, bars) => atTheEnd(bars, technicalindicators.ema({ period, values: closes(bars) })),
  },
  ATR: {
    spec: atr,
    library: (period, bars) => atTheEnd(bars, technicalindicators.atr({ period, ...prices(bars) })),
  },
  ADX: { spec: adx, library: (period, bars) => directions(period, bars).map((direction) => direction.adx) },
  '+DI': { spec: plusDi, library: (period, bars) => directions(period, bars).map((direction) => direction.pdi) },
  '−DI': { spec: minusDi, library: (period, bars) => directions(period, bars).map((direction) => direction.mdi) },
  'Donchian high': {
    spec: donchianHigh,
    library: (period, bars) =>
      oneBarLater(atTheEnd(bars, technicalindicators.highest({ period, values: highs(bars) }))),
  },
  'Donchian low': {
    spec: donchianLow,
    library: (period, bars) => oneBarLater(atTheEnd(bars, technicalindicators.lowest({ period, values: lows(bars) }))),
  },
};

/** The library keeps the indicators of the first bars to itself until it has an ADX. */
function directions(period: number, bars: readonly Bar[]) {
  const known = technicalindicators.adx({ period, ...prices(bars) });
  const unknown = { adx: NaN, pdi: NaN, mdi: NaN };
  return [...Array.from({ length: bars.length - known.length }, () => unknown), ...known];
}

const byTradingSignals: Readonly<Record<string, Comparison>> = {
  SMA: { spec: sma, library: (period, bars) => streamed(new SMA(period), closes(bars)) },
  EMA: {
    spec: ema,
    library: (period, bars) => streamed(new EMA(period), closes(bars)),
    seeding: { bars: (period) => barsToForget(1 - 2 / (period + 1)), why: 'begun with the first value, not a mean' },
  },
  ATR: {
    spec: atr,
    library: (period, bars) => streamed(new ATR(period), bars),
    seeding: { bars: wilder, why: 'the first bar has a true range without a close before it' },
  },
  ADX: {
    spec: adx,
    library: (period, bars) => streamed(new ADX(period), bars),
    seeding: { bars: (period) => 2 * wilder(period), why: 'the first bar counts as one that moved neither way' },
  },
  'Donchian high': { spec: donchianHigh, library: (period, bars) => oneBarLater(channel(period, bars, 'upper')) },
  'Donchian low': { spec: donchianLow, library: (period, bars) => oneBarLater(channel(period, bars, 'lower')) },
  'RVOL of bars': {
    spec: (periods) => rvol({ timeframe: 'H4', periods }),
    library: (period, bars) =>
      streamed(
        new RVOL(period),
        bars.map(({ tickVolume }) => tickVolume ?? NaN),
      ),
  },
};

function streamed<Input>(
  indicator: { readonly update: (input: Input, replace: boolean) => number | null },
  inputs: readonly Input[],
): readonly number[] {
  return inputs.map((input) => indicator.update(input, false) ?? NaN);
}

const channel = (period: number, bars: readonly Bar[], line: 'upper' | 'lower'): readonly number[] => {
  const channels = new DonchianChannels(period);
  return bars.map((bar) => channels.update(bar, false)?.[line] ?? NaN);
};

const libraries = { technicalindicators: byTechnicalindicators, 'trading-signals': byTradingSignals };

/**
 * Wilder has a bar that goes as far above as below the one before move neither way; trading-signals has it move both ways. On a grid of ticks
 * that happens now and then, so the two are compared where it does not: on the same bars off the grid.
 */
const offTheGrid = (bars: readonly Bar[]): readonly Bar[] =>
  bars.map((bar, index) => {
    const by = 1e-4 * Math.sin(index);
    return { ...bar, high: bar.high + Math.abs(by), low: bar.low - Math.abs(by * Math.cos(index)) } as Bar;
  });

function expectSame({ spec, library, seeding }: Comparison, bars: readonly Bar[]): void {
  const market = columnsOfBars(bars);
  for (const periodBars of [2, 14, 50]) {
    const numbers = new Float64Array(bars.length);
    spec(periodBars).fill(market, numbers);
    const others = library(periodBars, bars);
    const defined = spec(periodBars).warmUpBars - 1 + (seeding?.bars(periodBars) ?? 0);
    const from = Math.max(
      defined,
      others.findIndex((other) => !Number.isNaN(other)),
    );
    expect(from).toBeLessThan(defined + periodBars);
    expect(worstDifference(numbers.subarray(from), others.slice(from))).toBeLessThan(1e-9);
  }
}

const files = ['XAUUSD_M5_2025.csv.gz', 'EURUSD_H1_2015_2023.csv.gz'];

for (const [library, comparisons] of Object.entries(libraries)) {
  for (const [name, comparison] of Object.entries(comparisons)) {
    const { seeding } = comparison;
    const rule = seeding === undefined ? '' : ` once its beginning is forgotten (${seeding.why})`;
    const grid = library === 'trading-signals' && name === 'ADX' ? offTheGrid : (bars: readonly Bar[]) => bars;

    test(`${name} is that of ${library} to 1e-9${rule}, on seeded bars`, () => {
      expectSame(comparison, grid(sampleBars({ count: 5000, seed: 11 })));
    });

    for (const file of files) {
      test.skipIf(!hasRealBars(file))(
        realBarsTest(file, `${name} is that of ${library} to 1e-9${rule}, on real bars of ${file.slice(0, 6)}`),
        () => {
          expectSame(comparison, grid(barsOf(file)));
        },
      );
    }
  }
}

const read = new Map<string, readonly Bar[]>();

function barsOf(file: string): readonly Bar[] {
  const bars = read.get(file) ?? readRealBars(file).slice(0, 5000);
  read.set(file, bars);
  return bars;
}
