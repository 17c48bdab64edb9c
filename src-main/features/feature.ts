import { assert } from '#shared/base/assert.ts';

/**
 * What a number rests on. `window`: on its look-back alone, so that every start far enough back gives the same bits. `seriesStart`: on
 * every bar since the first (a recursion), so that only the same first bar gives the same bits; once the look-back has passed, another
 * first bar changes no more than the rounding of the last digits.
 */
export type FeatureAnchor = 'window' | 'seriesStart';

/** What every feature declares, so that a restart loads enough bars to give the numbers that were seen before it. */
export interface FeatureTraits {
  /** Bars up to and including the first one with a defined number. */
  readonly warmUpBars: number;
  /** Bars that still have a say in the number. */
  readonly lookBackBars: number;
  readonly anchor: FeatureAnchor;
}

/** Takes one value a bar and returns the number as of that bar: NaN until it is defined. Constant time, no allocation. */
export interface ValueFeature extends FeatureTraits {
  readonly push: (value: number) => number;
}

/** The same for a feature of the whole bar. */
export interface BarFeature extends FeatureTraits {
  readonly push: (high: number, low: number, close: number) => number;
}

/** A period in bars. */
export function assertPeriod(bars: number): void {
  assert(Number.isInteger(bars) && bars >= 1, `a period is a whole number of bars, 1 or more: ${bars}`);
}

/**
 * Bars after which a value has less weight in a recursion than the last of a double's 53 binary digits, where every bar multiplies its
 * weight by `decay` (0 up to 1).
 */
export const barsToForget = (decay: number): number => Math.ceil((53 * Math.LN2) / -Math.log(decay));
