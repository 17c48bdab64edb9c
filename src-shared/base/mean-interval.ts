import { studentT975 } from './student-t.ts';

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The mean with its interval of 95 % by Student's t; null with fewer than two values. */
export function meanInterval(values: readonly number[]): Interval | null {
  if (values.length < 2) return null;
  const { mean, squaredError } = momentsOf(values);
  return around(mean, Math.sqrt(squaredError), values.length - 1);
}

/**
 * How much higher one mean is than the other, with an interval of 95 % by Welch's t: the two need not be of one spread. Null with fewer than two values
 * of either. B. L. Welch, Biometrika 34 (1947).
 */
export function differenceInterval(ones: readonly number[], others: readonly number[]): Interval | null {
  if (ones.length < 2 || others.length < 2) return null;
  const [a, b] = [momentsOf(ones), momentsOf(others)];
  const squaredError = a.squaredError + b.squaredError;
  const spread = a.squaredError ** 2 / (ones.length - 1) + b.squaredError ** 2 / (others.length - 1);
  // Two samples without any spread differ by what they differ by.
  const degreesOfFreedom = spread === 0 ? 1 : squaredError ** 2 / spread;
  return around(a.mean - b.mean, Math.sqrt(squaredError), Math.max(1, degreesOfFreedom));
}

function around(mean: number, standardError: number, degreesOfFreedom: number): Interval {
  const reach = standardError === 0 ? 0 : studentT975(degreesOfFreedom) * standardError;
  return { mean, low: mean - reach, high: mean + reach };
}

/** The squared standard error of a mean is the variance (by n − 1) over n. */
function momentsOf(values: readonly number[]): { readonly mean: number; readonly squaredError: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, squaredError: squares / (values.length - 1) / values.length };
}
