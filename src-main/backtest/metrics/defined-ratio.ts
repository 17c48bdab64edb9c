/** Null where it would be no number: JSON knows neither NaN nor Infinity, and zero would be a lie. */
export const definedOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

export const ratioOrNull = (value: number, divisor: number): number | null => definedOrNull(value / divisor);

/** By how much returns or R-multiples deviate where rounding alone makes them differ. */
const leastDeviation = 1e-12;

/** A mean in deviations: null where nothing deviates. */
export const meanPerDeviation = (mean: number, deviation: number): number | null =>
  deviation < leastDeviation ? null : ratioOrNull(mean, deviation);
