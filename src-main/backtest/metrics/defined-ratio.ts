/** Null where it would be no number: JSON knows neither NaN nor Infinity, and zero would be a lie. */
export const definedOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Null where the divisor is zero or nearly so: what is left then is rounding. */
export const ratioOrNull = (value: number, divisor: number): number | null =>
  Math.abs(divisor) < leastDivisor ? null : definedOrNull(value / divisor);

const leastDivisor = 1e-12;
