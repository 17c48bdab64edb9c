import type { Regime } from '#shared/market/regime.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { createAtrPercentile } from './atr-percentile.ts';
import { numberAt } from './columns.ts';
import { createEfficiencyRatio } from './efficiency-ratio.ts';
import { slopeInAtr } from './ema-slope.ts';
import type { FeatureTraits } from './feature.ts';
import { createLag } from './lag.ts';
import { classifyRegime } from './regime.ts';
import { createSma } from './sma.ts';

/** Names the table below and how each of its components is computed. Whatever changes either raises it: vectors of two versions are never compared. */
export const stateVersion = 2;

/** A closed bar and what is known of it. NaN where a number is not defined yet. */
export interface StateBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Its close: the time of day is that of this moment in New York. */
  readonly knownAtUtcMs: UtcMs;
  readonly ema20: number;
  readonly ema50: number;
  readonly sma200: number;
  /** Wilder's ATR(14), the unit of all distances. */
  readonly atr: number;
  readonly donchianHigh20: number;
  readonly donchianLow20: number;
  readonly donchianHigh55: number;
  readonly donchianLow55: number;
  /** `rvol.ts` over `rvolPeriods`; NaN where it is not known, however long the series. */
  readonly rvol: number;
  /** Ask − bid as a difference of prices; likewise. */
  readonly spread: number;
}

/** A trading week up to H1, five bars above it: the volume of a bar is set against what is usual at its time of day. */
export const rvolPeriods = 5;

/** What a component is computed from: the bar, and what the bars before it have left. */
interface StateNumbers extends StateBar {
  /** By `horizons`. */
  readonly closesBefore: Float64Array;
  readonly ema20Before5: number;
  readonly ema50Before10: number;
  readonly efficiencyRatio24: number;
  readonly atrPercentile200: number;
  readonly atrMean200: number;
  /** 0 at midnight, 2π a day later. */
  readonly newYorkAngle: number;
}

/** Bars over which returns are taken: on H1 an hour, half a morning, half a day, a day, three days. */
const horizons = [1, 4, 12, 24, 72] as const;

interface StateComponent {
  readonly name: string;
  /** The component lies between −1 and 1; in the vector it is multiplied by its weight. */
  readonly weight: number;
  readonly of: (numbers: StateNumbers) => number;
}

/**
 * x/(1+|x|) of x = distance ÷ unit, written so that it holds for a unit of 0 too (a market that stands still). Between −1 and 1 whatever comes, ±½
 * at one unit, and always steeper than flat: of two panics the worse one is still told from the other. Unlike tanh it rounds alike everywhere.
 */
const inUnits = (distance: number, unit: number): number =>
  distance === 0 ? 0 : distance / (unit + Math.abs(distance));

/** (a−b)/(a+b) of two sizes: between −1 and 1, 0 where they are alike, ±⅓ where one is twice the other. It is tanh(½·ln(a/b)). */
const sizeAgainst = (a: number, b: number): number => (a === b ? 0 : (a - b) / (a + b));

/** In steps as long as a random walk gets in so many bars that goes one ATR in one: √bars·ATR. */
const returns: readonly StateComponent[] = horizons.map((bars, index) => ({
  name: `return${bars}`,
  weight: 1,
  of: ({ close, closesBefore, atr }) => inUnits(close - numberAt(closesBefore, index), Math.sqrt(bars) * atr),
}));

/** −1 at the lower line, 1 at the upper; what has broken out stays there. */
function placeIn(high: number, low: number, close: number): number {
  if (high === low) return Math.sign(close - low);
  return Math.max(-1, Math.min(1, (2 * close - high - low) / (high - low)));
}

/**
 * All is measured in ATR(14) and bars, so that states of different symbols and decades can be compared. These come first, and are known of every bar.
 *
 * Weights keep what says nearly the same from counting twice, and what hardly varies from not counting at all. With them, the ways by which the
 * price came make up two fifths of the variance over hours of gold, its place in averages and channels three tenths, how wild and wide the market
 * is two tenths; the bar itself and the time of day are the rest.
 */
const alwaysKnown: readonly StateComponent[] = [
  ...returns,
  { name: 'ema20Distance', weight: 0.5, of: ({ close, ema20, atr }) => inUnits(close - ema20, 2 * atr) },
  { name: 'ema50Distance', weight: 0.5, of: ({ close, ema50, atr }) => inUnits(close - ema50, 4 * atr) },
  { name: 'sma200Distance', weight: 1, of: ({ close, sma200, atr }) => inUnits(close - sma200, 8 * atr) },
  { name: 'ema20Slope', weight: 0.5, of: ({ ema20, ema20Before5, atr }) => inUnits(ema20 - ema20Before5, atr) },
  { name: 'ema50Slope', weight: 0.5, of: ({ ema50, ema50Before10, atr }) => inUnits(ema50 - ema50Before10, atr) },
  {
    name: 'donchian20Place',
    weight: 0.5,
    of: ({ donchianHigh20, donchianLow20, close }) => placeIn(donchianHigh20, donchianLow20, close),
  },
  {
    name: 'donchian55Place',
    weight: 0.5,
    of: ({ donchianHigh55, donchianLow55, close }) => placeIn(donchianHigh55, donchianLow55, close),
  },
  {
    name: 'donchian20Width',
    weight: 2,
    of: ({ donchianHigh20, donchianLow20, atr }) => sizeAgainst(donchianHigh20 - donchianLow20, Math.sqrt(20) * atr),
  },
  { name: 'body', weight: 0.5, of: ({ open, high, low, close }) => (high === low ? 0 : (close - open) / (high - low)) },
  { name: 'range', weight: 1, of: ({ high, low, atr }) => sizeAgainst(high - low, atr) },
  { name: 'atrPercentile', weight: 0.5, of: ({ atrPercentile200 }) => 2 * atrPercentile200 - 1 },
  { name: 'atrAgainstMean', weight: 3, of: ({ atr, atrMean200 }) => sizeAgainst(atr, atrMean200) },
  { name: 'efficiencyRatio', weight: 0.5, of: ({ efficiencyRatio24 }) => 2 * efficiencyRatio24 - 1 },
  { name: 'timeSin', weight: 0.25, of: ({ newYorkAngle }) => Math.sin(newYorkAngle) },
  { name: 'timeCos', weight: 0.25, of: ({ newYorkAngle }) => Math.cos(newYorkAngle) },
];

/** NaN where a source does not tell what they are made of: never 0, which would say that the volume is usual, or that there is no spread. */
const maskable: readonly StateComponent[] = [
  { name: 'rvol', weight: 1, of: ({ rvol }) => sizeAgainst(rvol, 1) },
  // Half at a tenth of an ATR, which is what an hour of gold or of the euro costs in its quiet times.
  { name: 'spread', weight: 1, of: ({ spread, atr }) => inUnits(spread, atr / 10) },
];

/** Version 2: version 1, and behind it what may be unknown. */
export const stateComponents: readonly StateComponent[] = [...alwaysKnown, ...maskable];

const squaredWeight = ({ weight }: StateComponent): number => weight * weight;

/** How far two states are from each other where a component is unknown in one of them: see `VectorShape` of the port, and README.md for why. */
export const stateShape = {
  alwaysKnown: alwaysKnown.length,
  knownWeight: alwaysKnown.reduce((sum, component) => sum + squaredWeight(component), 0),
  maskableWeights: maskable.map(squaredWeight),
} as const;

/** Closed bars in, the state as of each out: null until every component that is always known in time is defined. */
export interface StateFeature extends FeatureTraits {
  readonly push: (bar: StateBar) => State | null;
}

export interface State {
  /** By `stateComponents`; those behind the first `stateShape.alwaysKnown` are NaN where they are not known. */
  readonly vector: Float32Array;
  readonly regime: Regime;
}

const rankBars = 200;
const atrWarmUpBars = 15;

/** The state of the market by the table above. It rests on the last 200 of what it is given; of that, EMA and ATR are recursions with their own anchor. */
export function createState(): StateFeature {
  const closes = horizons.map(createLag);
  const ema20Before = createLag(5);
  const ema50Before = createLag(10);
  const efficiencyRatio = createEfficiencyRatio(24);
  const atrPercentile = createAtrPercentile(rankBars);
  const atrMean = createSma(rankBars);
  return {
    warmUpBars: atrWarmUpBars - 1 + rankBars,
    lookBackBars: rankBars,
    anchor: 'window',
    push: (bar) =>
      stateOf({
        ...bar,
        closesBefore: Float64Array.from(closes, ({ push }) => push(bar.close)),
        ema20Before5: ema20Before.push(bar.ema20),
        ema50Before10: ema50Before.push(bar.ema50),
        efficiencyRatio24: efficiencyRatio.push(bar.close),
        atrPercentile200: atrPercentile.push(bar.atr),
        atrMean200: Number.isNaN(bar.atr) ? NaN : atrMean.push(bar.atr),
        newYorkAngle: newYorkAngle(bar.knownAtUtcMs),
      }),
  };
}

function stateOf(numbers: StateNumbers): State | null {
  // Adding 0 makes 0 of −0, which not every store of vectors keeps apart.
  const vector = Float32Array.from(stateComponents, ({ weight, of }) => weight * of(numbers) + 0);
  if (vector.subarray(0, alwaysKnown.length).some(Number.isNaN)) return null;
  const { ema20, ema20Before5, atr, efficiencyRatio24: strength, atrPercentile200: atrPercentile } = numbers;
  const slopeAtr = slopeInAtr(ema20 - ema20Before5, { overBars: 5, atr });
  return { vector, regime: classifyRegime({ strength, slopeAtr, atrPercentile }) };
}

const dayMs = 86_400_000;
const newYorkPlus7 = brokerClock('ny+7');

/** The hand of a clock of 24 hours on New York's wall. */
function newYorkAngle(at: UtcMs): number {
  const sinceMidnightMs = (newYorkPlus7.toBroker(at) - 7 * 3_600_000) % dayMs;
  return (2 * Math.PI * sinceMidnightMs) / dayMs;
}
