import { createAtr } from './atr.ts';
import { numberAt } from './columns.ts';
import { assertPeriod, type ValueFeature } from './feature.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { barSpec } from './value-spec.ts';

/**
 * ATR percentile(n): the rank of an ATR among the last n, itself included. It is the share of them that is lower, where what is equal, itself too,
 * counts half (Hazen's plotting position, Transactions of the ASCE 77, 1914): 1/2n is the calmest of the window, 1−1/2n the wildest, ½ where all
 * are alike. ATR's numbers are given as they come; those that are not defined yet are passed over, and n defined ones make the first rank. A push
 * moves n numbers at most.
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
      const lower = replaceSorted(sorted, gone, atr);
      return count < windowBars ? NaN : (2 * lower + countEqual(sorted, lower)) / (2 * windowBars);
    },
  };
}

/** In a sorted array a value in the place of one that it holds. The answer is the new place: how many are lower. */
function replaceSorted(sorted: Float64Array, gone: number, value: number): number {
  const from = countLower(sorted, gone);
  const to = countLower(sorted, value);
  const place = to > from ? to - 1 : to;
  if (place > from) sorted.copyWithin(from, from + 1, place + 1);
  else sorted.copyWithin(place + 1, place, from);
  sorted[place] = value;
  return place;
}

/** How many numbers at the front of a sorted array are lower: halves without a branch, for none of its answers could be guessed. */
function countLower(sorted: Float64Array, value: number): number {
  let lower = 0;
  for (let left = sorted.length; left > 1;) {
    const half = left >>> 1;
    lower += half * Number(numberAt(sorted, lower + half - 1) < value);
    left -= half;
  }
  return lower + Number(numberAt(sorted, lower) < value);
}

/** How many are equal to the one at a place, itself included, where those before it are lower. */
function countEqual(sorted: Float64Array, place: number): number {
  let end = place + 1;
  while (end < sorted.length && sorted[end] === sorted[place]) end++;
  return end - place;
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
