import { numberAt } from './columns.ts';
import { addExactly } from './exact-sum.ts';
import { assertPeriod, type ValueFeature } from './feature.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { valueSpec } from './value-spec.ts';

/**
 * SMA(n): the simple mean of the last n values. The sum of the window is kept exactly (see exact-sum.ts) instead of being corrected by
 * differences that round, so it does not drift, and does not depend on where the series began.
 */
export function createSma(periodBars: number): ValueFeature {
  assertPeriod(periodBars);
  const window = new Float64Array(periodBars);
  const sum = { high: 0, low: 0 };
  let count = 0;
  let slot = 0;
  return {
    warmUpBars: periodBars,
    lookBackBars: periodBars,
    anchor: 'window',
    push: (value) => {
      if (count === periodBars) addExactly(sum, -numberAt(window, slot));
      else count++;
      addExactly(sum, value);
      window[slot] = value;
      slot = slot + 1 === periodBars ? 0 : slot + 1;
      return count === periodBars ? sum.high / periodBars : NaN;
    },
  };
}

/** SMA(n) of the closes. */
export const sma = (periodBars: number): FeatureSpec =>
  valueSpec(`sma(${periodBars})`, 'close', {
    create: () => createSma(periodBars),
    fill: ({ close }, out) => {
      fillSma(close.values, out, periodBars);
    },
  });

/** The stream's arithmetic; the column itself is the window. */
function fillSma(values: Float64Array, out: Float64Array, periodBars: number): void {
  const sum = { high: 0, low: 0 };
  for (let index = 0; index < out.length; index++) {
    if (index >= periodBars) addExactly(sum, -numberAt(values, index - periodBars));
    addExactly(sum, numberAt(values, index));
    out[index] = index >= periodBars - 1 ? sum.high / periodBars : NaN;
  }
}
