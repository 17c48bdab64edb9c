import { trueRange } from './atr.ts';
import { assertPeriod, barsToForget, type BarFeature, type FeatureTraits } from './feature.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { barSpec } from './value-spec.ts';

/**
 * ADX(n) as Wilder has it (New Concepts in Technical Trading Systems, 1978), 0 to 100: DX = 100·|+DI − −DI| ÷ (+DI + −DI), the first value is the mean
 * of the first n of them, then (ADX₋₁·(n−1) + DX)/n. A market that moves neither way has DX 0. MT5's own ADX smooths exponentially and differs.
 */
export function createAdx(periodBars: number): BarFeature {
  const direction = createDirection(periodBars);
  let count = 0;
  let sum = 0;
  let adx = NaN;
  return {
    warmUpBars: 2 * periodBars,
    lookBackBars: 2 * periodBars + 2 * barsToForget(1 - 1 / periodBars),
    anchor: 'seriesStart',
    push: (high, low, close) => {
      direction.push(high, low, close);
      if (!direction.isDefined) return NaN;
      const both = direction.plus + direction.minus;
      const index = both === 0 ? 0 : (100 * Math.abs(direction.plus - direction.minus)) / both;
      if (count === periodBars) {
        adx = (adx * (periodBars - 1) + index) / periodBars;
        return adx;
      }
      sum += index;
      count++;
      if (count === periodBars) adx = sum / periodBars;
      return adx;
    },
  };
}

/** +DI(n), 0 to 100: Wilder's sum of the upward moves of the high as a share of that of the true ranges. 0 in a market that does not move. */
export const createPlusDi = (periodBars: number): BarFeature => createIndicator(periodBars, ({ plus }) => plus);

/** −DI(n): the same of the downward moves of the low. */
export const createMinusDi = (periodBars: number): BarFeature => createIndicator(periodBars, ({ minus }) => minus);

export const adx = (periodBars: number): FeatureSpec =>
  barSpec(`adx(${periodBars})`, { create: () => createAdx(periodBars) });

export const plusDi = (periodBars: number): FeatureSpec =>
  barSpec(`plusDi(${periodBars})`, { create: () => createPlusDi(periodBars) });

export const minusDi = (periodBars: number): FeatureSpec =>
  barSpec(`minusDi(${periodBars})`, { create: () => createMinusDi(periodBars) });

function createIndicator(periodBars: number, movesOf: (direction: Direction) => number): BarFeature {
  const direction = createDirection(periodBars);
  return {
    ...directionTraits(periodBars),
    push: (high, low, close) => {
      direction.push(high, low, close);
      if (!direction.isDefined) return NaN;
      return direction.trueRange === 0 ? 0 : (100 * movesOf(direction)) / direction.trueRange;
    },
  };
}

const directionTraits = (periodBars: number): FeatureTraits => ({
  warmUpBars: periodBars + 1,
  lookBackBars: periodBars + 1 + barsToForget(1 - 1 / periodBars),
  anchor: 'seriesStart',
});

/** Wilder's running sums of the directed moves and of the true ranges: plain sums of the first n, then S − S/n + x. */
interface Direction {
  readonly plus: number;
  readonly minus: number;
  readonly trueRange: number;
  readonly isDefined: boolean;
  readonly push: (high: number, low: number, close: number) => void;
}

function createDirection(periodBars: number): Direction {
  assertPeriod(periodBars);
  let [highBefore, lowBefore, closeBefore] = [NaN, NaN, NaN];
  let count = -1;
  const sums = {
    plus: 0,
    minus: 0,
    trueRange: 0,
    isDefined: false,
    push: (high: number, low: number, close: number): void => {
      if (count >= 0) {
        const keep = count < periodBars ? 1 : 1 - 1 / periodBars;
        const up = high - highBefore;
        const down = lowBefore - low;
        sums.plus = sums.plus * keep + (up > down && up > 0 ? up : 0);
        sums.minus = sums.minus * keep + (down > up && down > 0 ? down : 0);
        sums.trueRange = sums.trueRange * keep + trueRange(high, low, closeBefore);
      }
      count++;
      sums.isDefined = count >= periodBars;
      highBefore = high;
      lowBefore = low;
      closeBefore = close;
    },
  };
  return sums;
}
