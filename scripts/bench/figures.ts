import type { Figure } from './benchmark.ts';

export const higher = (value: number, unit: string, goal?: number): Figure => ({
  value,
  unit,
  better: 'higher',
  ...(goal !== undefined && { goal }),
});

export const lower = (value: number, unit: string, goal?: number): Figure => ({
  ...higher(value, unit, goal),
  better: 'lower',
});

/** Nearest rank; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
