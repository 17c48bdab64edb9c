import { numberAt } from './columns.ts';
import { assertPeriod, type ValueFeature } from './feature.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { valueSpec } from './value-spec.ts';

/** Donchian(n), upper line: the highest of the n highs before the one that is pushed. The bar in hand can therefore break it. */
export function createDonchianHigh(periodBars: number): ValueFeature {
  assertPeriod(periodBars);
  const highest = createHighestBefore(periodBars);
  return { ...donchianTraits(periodBars), push: highest };
}

/** Donchian(n), lower line: the lowest of the n lows before the one that is pushed. */
export function createDonchianLow(periodBars: number): ValueFeature {
  assertPeriod(periodBars);
  const highest = createHighestBefore(periodBars);
  return { ...donchianTraits(periodBars), push: (low) => -highest(-low) };
}

export const donchianMid = (high: number, low: number): number => (high + low) / 2;

const donchianTraits = (periodBars: number): Pick<ValueFeature, 'warmUpBars' | 'lookBackBars' | 'anchor'> => ({
  warmUpBars: periodBars + 1,
  lookBackBars: periodBars + 1,
  anchor: 'window',
});

/**
 * A queue of falling values in a ring: whatever a later and not lower value hides can never be the highest again and leaves at once. Every
 * value enters and leaves once, so a push costs constant time on average (Lemire, Nordic Journal of Computing 13, 2006).
 */
function createHighestBefore(periodBars: number): (value: number) => number {
  const values = new Float64Array(periodBars);
  const indexes = new Float64Array(periodBars);
  let first = 0;
  let length = 0;
  let index = 0;
  return (value) => {
    if (length > 0 && numberAt(indexes, first) < index - periodBars) {
      first = (first + 1) % periodBars;
      length--;
    }
    const highest = index < periodBars ? NaN : numberAt(values, first);
    while (length > 0 && numberAt(values, (first + length - 1) % periodBars) <= value) length--;
    if (length === periodBars) {
      first = (first + 1) % periodBars;
      length--;
    }
    const slot = (first + length) % periodBars;
    values[slot] = value;
    indexes[slot] = index;
    length++;
    index++;
    return highest;
  };
}

export const donchianHigh = (periodBars: number): FeatureSpec =>
  valueSpec(`donchianHigh(${periodBars})`, 'high', {
    create: () => createDonchianHigh(periodBars),
    fill: ({ high }, out) => {
      fillHighestBefore(high.values, out, periodBars);
    },
  });

export const donchianLow = (periodBars: number): FeatureSpec =>
  valueSpec(`donchianLow(${periodBars})`, 'low', {
    create: () => createDonchianLow(periodBars),
    fill: ({ low }, out) => {
      fillLowestBefore(low.values, out, periodBars);
    },
  });

/**
 * Van Herk's blocks (Pattern Recognition Letters 13, 1992): a window of n is the end of one block of n and the beginning of the next, so that its
 * highest is the higher of two running extremes. Three comparisons a bar whatever the market does, and none that a processor has to guess.
 */
function fillHighestBefore(values: Float64Array, out: Float64Array, periodBars: number): void {
  const ends = new Float64Array(periodBars);
  out.fill(NaN, 0, periodBars);
  for (let block = periodBars; block < out.length; block += periodBars) {
    let highest = -Infinity;
    for (let back = periodBars - 1; back >= 0; back--) {
      highest = Math.max(highest, numberAt(values, block - periodBars + back));
      ends[back] = highest;
    }
    highest = -Infinity;
    const length = Math.min(periodBars, out.length - block);
    for (let index = 0; index < length; index++) {
      out[block + index] = Math.max(highest, numberAt(ends, index));
      highest = Math.max(highest, numberAt(values, block + index));
    }
  }
}

/** The mirror of it, written out: a loop that asks which way to compare costs more than the comparison. */
function fillLowestBefore(values: Float64Array, out: Float64Array, periodBars: number): void {
  const ends = new Float64Array(periodBars);
  out.fill(NaN, 0, periodBars);
  for (let block = periodBars; block < out.length; block += periodBars) {
    let lowest = Infinity;
    for (let back = periodBars - 1; back >= 0; back--) {
      lowest = Math.min(lowest, numberAt(values, block - periodBars + back));
      ends[back] = lowest;
    }
    lowest = Infinity;
    const length = Math.min(periodBars, out.length - block);
    for (let index = 0; index < length; index++) {
      out[block + index] = Math.min(lowest, numberAt(ends, index));
      lowest = Math.min(lowest, numberAt(values, block + index));
    }
  }
}
