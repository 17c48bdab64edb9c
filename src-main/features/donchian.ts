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
  valueSpec(`donchianHigh(${periodBars})`, 'high', { create: () => createDonchianHigh(periodBars) });

export const donchianLow = (periodBars: number): FeatureSpec =>
  valueSpec(`donchianLow(${periodBars})`, 'low', { create: () => createDonchianLow(periodBars) });
