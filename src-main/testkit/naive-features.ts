/*
 * The features once more, straight from their definitions, for tests to compare with: whole windows are gone through for every bar, and
 * recursions are written out as the weighted sums that they stand for. Slow, and without a line in common with src-main/features.
 */

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;

export const naiveSma = (values: readonly number[], periodBars: number): number[] =>
  values.map((_, index) => (index + 1 < periodBars ? NaN : meanOf(values.slice(index + 1 - periodBars, index + 1))));

/** α·Σ(1−α)^k·x₋ₖ over the values since the seed, plus the seed with what weight is left. */
export const naiveEma = (values: readonly number[], periodBars: number): number[] => {
  const alpha = 2 / (periodBars + 1);
  return values.map((_, index) => {
    if (index + 1 < periodBars) return NaN;
    const since = values.slice(periodBars, index + 1).reverse();
    const weighted = since.map((value, age) => alpha * (1 - alpha) ** age * value);
    return sumOf(weighted) + (1 - alpha) ** since.length * meanOf(values.slice(0, periodBars));
  });
};

interface NaiveBar {
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** TR as the height of the bar stretched to reach the close before it; Wilder's mean as an exponential one with α = 1/n. */
export const naiveAtr = (bars: readonly NaiveBar[], periodBars: number): number[] => {
  const ranges = bars.slice(1).map((bar, index) => {
    const before = bars[index]?.close ?? NaN;
    return Math.max(bar.high, before) - Math.min(bar.low, before);
  });
  const numbers = ranges.map((_, index) => {
    if (index + 1 < periodBars) return NaN;
    const since = ranges.slice(periodBars, index + 1).reverse();
    const keep = (periodBars - 1) / periodBars;
    const weighted = since.map((range, age) => (keep ** age * range) / periodBars);
    return sumOf(weighted) + keep ** since.length * meanOf(ranges.slice(0, periodBars));
  });
  return [NaN, ...numbers];
};

export const naiveDonchianHigh = (highs: readonly number[], periodBars: number): number[] =>
  highs.map((_, index) => (index < periodBars ? NaN : Math.max(...highs.slice(index - periodBars, index))));

export const naiveDonchianLow = (lows: readonly number[], periodBars: number): number[] =>
  lows.map((_, index) => (index < periodBars ? NaN : Math.min(...lows.slice(index - periodBars, index))));

/** How far it came over how far it went, gone through bar by bar. */
export const naiveEfficiencyRatio = (closes: readonly number[], periodBars: number): number[] =>
  closes.map((close, index) => {
    if (index < periodBars) return NaN;
    const window = closes.slice(index - periodBars, index + 1);
    const went = sumOf(window.slice(1).map((value, step) => Math.abs(value - (window[step] ?? NaN))));
    return went === 0 ? 0 : Math.abs(close - (window[0] ?? NaN)) / went;
  });

/** Of all in the window: one point for a lower one, half a point for an equal one, which it is itself. */
export const naiveAtrPercentile = (atrs: readonly number[], windowBars: number): number[] =>
  atrs.map((atr, index) => {
    const window = atrs.slice(Math.max(0, index + 1 - windowBars), index + 1);
    if (window.length < windowBars || window.some(Number.isNaN)) return NaN;
    return meanOf(window.map((other) => (1 + Math.sign(atr - other)) / 2));
  });
