import { numberAt } from '#main/features/columns.ts';
/** The first index from `from` on whose value lies above a limit, in values that never fall: in steps that double, then by halves. */
export function firstAfter(values: Float64Array, limit: number, from: number): number {
  let low = from;
  let step = 1;
  while (low + step <= values.length && numberAt(values, low + step - 1) <= limit) {
    low += step;
    step *= 2;
  }
  let high = Math.min(values.length, low + step);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numberAt(values, middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
