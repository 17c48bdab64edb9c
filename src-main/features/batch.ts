import { assert } from '#shared/base/assert.ts';
import { numberAt } from './columns.ts';
import type { BarFeature, ValueFeature } from './feature.ts';

/**
 * The batch form of a feature of one value a bar: a fresh feature over a whole array. It runs the streaming form's own arithmetic in the
 * same order, which is what makes the two give the same bits.
 */
export function batchOfValues(feature: ValueFeature, values: Float64Array): Float64Array {
  const numbers = new Float64Array(values.length);
  let index = 0;
  for (const value of values) numbers[index++] = feature.push(value);
  return numbers;
}

/** The batch form of a feature of whole bars; the three arrays are of one length. */
export function batchOfBars(
  feature: BarFeature,
  bars: { readonly high: Float64Array; readonly low: Float64Array; readonly close: Float64Array },
): Float64Array {
  const { high, low, close } = bars;
  assert(high.length === close.length && low.length === close.length, 'a bar has a high, a low and a close');
  const numbers = new Float64Array(close.length);
  for (let index = 0; index < close.length; index++) {
    numbers[index] = feature.push(numberAt(high, index), numberAt(low, index), numberAt(close, index));
  }
  return numbers;
}
