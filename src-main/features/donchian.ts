import { numberAt, type Column } from './columns.ts';
import { assertPeriod, type ValueFeature } from './feature.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { valueSpec } from './value-spec.ts';

/** Donchian(n), upper line: the highest of the n highs before the one that is pushed. The bar in hand can therefore break it. */
export function createDonchianHigh(periodBars: number): ValueFeature {
  assertPeriod(periodBars);
  const highest = createHighestBefore(periodBars);
  return { ...donchianTraits(periodBars), push: highest };
}

/** Donchian(n), lower line: the lowest of the n lows before the one that is pushed. */
export function createDonchianLow(periodBars: number): ValueFeature {
  assertPeriod(periodBars);
  const highest = createHighestBefore(periodBars);
  return { ...donchianTraits(periodBars), push: (low) => -highest(-low) };
}

export const donchianMid = (high: number, low: number): number => (high + low) / 2;

const donchianTraits = (periodBars: number): Pick<ValueFeature, 'warmUpBars' | 'lookBackBars' | 'anchor'> => ({
  warmUpBars: periodBars + 1,
  lookBackBars: periodBars + 1,
  anchor: 'window',
});

/**
 * A queue of falling values in a ring: whatever a later and not lower value hides can never be the highest again and leaves at once. Every
 * value enters and leaves once, so a push costs constant time on average (Lemire, Nordic Journal of Computing 13, 2006).
 */
function createHighestBefore(periodBars: number): (value: number) => number {
  const values = new Float64Array(periodBars);
  const indexes = new Float64Array(periodBars);
  let first = 0;
  let length = 0;
  let index = 0;
  return (value) => {
    if (length > 0 && numberAt(indexes, first) < index - periodBars) {
      first = (first + 1) % periodBars;
      length--;
    }
    const highest = index < periodBars ? NaN : numberAt(values, first);
    while (length > 0 && numberAt(values, (first + length - 1) % periodBars) <= value) length--;
    if (length === periodBars) {
      first = (first + 1) % periodBars;
      length--;
    }
    const slot = (first + length) % periodBars;
    values[slot] = value;
    indexes[slot] = index;
    length++;
    index++;
    return highest;
  };
}

export const donchianHigh = (periodBars: number): FeatureSpec =>
  valueSpec(`donchianHigh(${periodBars})`, 'high', {
    create: () => createDonchianHigh(periodBars),
    fill: ({ high }, out, filled) => {
      const narrower = narrowerThan(periodBars, (bars) => filled?.get(`donchianHigh(${bars})`));
      if (narrower === null) fillExtremeBefore(high.values, out, { periodBars, side: 1 });
      else widenExtreme(narrower, out, { periodBars, side: 1 });
    },
  });

export const donchianLow = (periodBars: number): FeatureSpec =>
  valueSpec(`donchianLow(${periodBars})`, 'low', {
    create: () => createDonchianLow(periodBars),
    fill: ({ low }, out, filled) => {
      const narrower = narrowerThan(periodBars, (bars) => filled?.get(`donchianLow(${bars})`));
      if (narrower === null) fillExtremeBefore(low.values, out, { periodBars, side: -1 });
      else widenExtreme(narrower, out, { periodBars, side: -1 });
    },
  });

/**
 * A window is the end of a stretch that was gone through backwards once, whose running extremes stand in `out` ahead of time, and the bars since,
 * whose extreme is kept; one of the two is the window's (after van Herk, Pattern Recognition Letters 13, 1992). Once the bars since hold it alone,
 * nothing is gone through again until their extreme leaves the window, which is n bars later at the earliest: two steps a bar at most, and far
 * fewer branches to guess wrong than in a queue. `side` is 1 for the highest, −1 for the lowest; multiplying by it is exact.
 */
function fillExtremeBefore(
  values: Float64Array,
  out: Float64Array,
  { periodBars, side }: { readonly periodBars: number; readonly side: 1 | -1 },
): void {
  out.fill(NaN, 0, periodBars);
  let index = periodBars;
  while (index < out.length) {
    const end = Math.min(out.length, index + periodBars);
    let extreme = -Infinity;
    for (let before = index - 1; before >= index - periodBars; before--) {
      const value = side * numberAt(values, before);
      if (value > extreme) extreme = value;
      if (before + periodBars < end) out[before + periodBars] = side * extreme;
    }
    extreme = -Infinity;
    let extremeIndex = index - 1;
    for (; index < end && extreme <= side * numberAt(out, index); index++) {
      const value = side * numberAt(values, index);
      if (value < extreme) continue;
      extreme = value;
      extremeIndex = index;
    }
    for (; index < out.length && extremeIndex >= index - periodBars; index++) {
      out[index] = side * extreme;
      const value = side * numberAt(values, index);
      if (value < extreme) continue;
      extreme = value;
      extremeIndex = index;
    }
  }
}

/** A channel's line, and of how many bars. */
interface Line {
  readonly values: Float64Array;
  readonly periodBars: number;
}

/** The widest line that is narrower than so many bars, and of which three cover them. */
function narrowerThan(periodBars: number, filledOf: (bars: number) => Column | undefined): Line | null {
  for (let bars = periodBars - 1; 3 * bars >= periodBars; bars--) {
    const column = filledOf(bars);
    if (column !== undefined) return { values: column.values, periodBars: bars };
  }
  return null;
}

/**
 * A window is three narrower ones that overlap, and its extreme the farthest of theirs: which of three that is changes seldom, so that it is guessed
 * right, which the extremes of single bars are not.
 */
function widenExtreme(
  narrower: Line,
  out: Float64Array,
  { periodBars, side }: { readonly periodBars: number; readonly side: 1 | -1 },
): void {
  const { values } = narrower;
  const oldest = periodBars - narrower.periodBars;
  const middle = Math.min(narrower.periodBars, oldest);
  out.fill(NaN, 0, periodBars);
  for (let index = periodBars; index < out.length; index++) {
    const first = side * numberAt(values, index - oldest);
    const second = side * numberAt(values, index - middle);
    const last = side * numberAt(values, index);
    const former = first > second ? first : second;
    out[index] = side * (former > last ? former : last);
  }
}
