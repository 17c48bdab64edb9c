/** A price of a file that multiplies its prices: divided by the factor, without the noise that a division leaves behind fifteen digits. */
export const scalePrice = (value: number, scale: number): number => Number((value / scale).toPrecision(15));
