import { createAtr } from './atr.ts';
import { numberAt } from './columns.ts';
import { assertPeriod, type ValueFeature } from './feature.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { barSpec } from './value-spec.ts';

/**
 * ATR percentile(n): the rank of an ATR among the last n, itself included. It is the share of them that is lower, where what is equal, itself too,
 * counts half (Hazen's plotting position, Transactions of the ASCE 77, 1914): 1/2n is the calmest of the window, 1−1/2n the wildest, ½ where all
 * are alike. ATR's numbers are given as they come; those that are not defined yet are passed over, and n defined ones make the first rank. A push
 * finds its place in log₂ n steps and moves n numbers at most.
 */
export function createAtrPercentile(windowBars: number): ValueFeature {
  assertPeriod(windowBars);
  const ring = new Float64Array(windowBars);
  const sorted = new Float64Array(windowBars).fill(Infinity);
  let count = 0;
  let slot = 0;
  return {
    warmUpBars: windowBars,
    lookBackBars: windowBars,
    anchor: 'window',
    push: (atr) => {
      if (Number.isNaN(atr)) return NaN;
      const gone = count === windowBars ? numberAt(ring, slot) : Infinity;
      if (count < windowBars) count++;
      ring[slot] = atr;
      slot = slot + 1 === windowBars ? 0 : slot + 1;
      replaceSorted(sorted, gone, atr);
      if (count < windowBars) return NaN;
      return (countBelow(sorted, atr) + countUpTo(sorted, atr)) / (2 * windowBars);
    },
  };
}

/** In a sorted array, a value in the place of one that it holds. */
function replaceSorted(sorted: Float64Array, gone: number, value: number): void {
  const from = countBelow(sorted, gone);
  sorted.copyWithin(from, from + 1);
  const rest = sorted.subarray(0, sorted.length - 1);
  const to = countBelow(rest, value);
  sorted.copyWithin(to + 1, to, sorted.length - 1);
  sorted[to] = value;
}

const countBelow = (sorted: Float64Array, value: number): number => partition(sorted, (other) => other < value);

const countUpTo = (sorted: Float64Array, value: number): number => partition(sorted, (other) => other <= value);

/** How many numbers at the front of a sorted array are such, where those behind them are not. */
function partition(sorted: Float64Array, isSuch: (value: number) => boolean): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (isSuch(numberAt(sorted, middle))) from = middle + 1;
    else to = middle;
  }
  return from;
}

export interface AtrPercentileParameters {
  readonly atrBars: number;
  readonly windowBars: number;
}

/** The rank of ATR(atrBars) among its last `windowBars`. */
export const atrPercentile = ({ atrBars, windowBars }: AtrPercentileParameters): FeatureSpec =>
  barSpec(`atrPercentile(${atrBars},${windowBars})`, {
    create: () => {
      const atr = createAtr(atrBars);
      const rank = createAtrPercentile(windowBars);
      return {
        warmUpBars: atr.warmUpBars - 1 + rank.warmUpBars,
        lookBackBars: atr.lookBackBars - 1 + rank.lookBackBars,
        anchor: 'seriesStart',
        push: (high, low, close) => rank.push(atr.push(high, low, close)),
      };
    },
  });
