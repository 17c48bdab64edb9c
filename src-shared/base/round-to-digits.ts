/** By digits; `10 ** digits` is not exact in every engine. */
const scales = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8] as const;

/**
 * A number that is meant to have so many decimals (0 to 8), without the float noise of how it was computed: the double nearest to that decimal,
 * as its text would be read. A quotient of two exact numbers is that double, which a product with 0.01 is not; it costs a tenth of
 * what `toFixed` does.
 */
export function roundToDigits(value: number, digits: number): number {
  const scale = scales[digits] ?? NaN;
  return Math.round(value * scale) / scale;
}
