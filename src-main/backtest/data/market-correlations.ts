import { numberAt as at } from '#main/features/columns.ts';
import { dailyCorrelations, type DailyCloses, type DailyCorrelations } from '#main/features/correlation.ts';
import type { RunMarket } from '../run-input.ts';
import { sharedFloat64 } from './shared-float64.ts';

/**
 * How each market of a run moves with each other, as of every day: what `RunMarket` takes, in the order of the markets; null for one that is alone.
 * NaN where the days that both have are too few.
 */
export function marketCorrelations(daily: readonly DailyCloses[]): readonly RunMarket['correlations'][] {
  if (daily.length < 2) return daily.map(() => null);
  const pairs = new Map<string, DailyCorrelations>();
  const pairOf = (a: number, b: number): DailyCorrelations | null =>
    pairs.get(a < b ? `${a} ${b}` : `${b} ${a}`) ?? null;
  daily.forEach((one, a) => {
    daily.slice(a + 1).forEach((other, index) => pairs.set(`${a} ${a + 1 + index}`, dailyCorrelations(one, other)));
  });
  return daily.map((_, own) => {
    const others = daily.map((_other, index) => pairOf(own, index));
    const moments = new Set(others.flatMap((pair) => (pair === null ? [] : [...pair.fromUtcMs])));
    const fromUtcMs = shared([...moments].sort((a, b) => a - b));
    return { fromUtcMs, withMarket: others.map((pair) => asOf(fromUtcMs, pair)) };
  });
}

/** What a pair's correlation was at each of the moments; NaN before its first day, and where there is no pair. */
function asOf(moments: Float64Array, pair: DailyCorrelations | null): Float64Array {
  const values = sharedFloat64(moments.length).fill(NaN);
  if (pair === null) return values;
  let known = -1;
  for (let index = 0; index < moments.length; index++) {
    while (known + 1 < pair.fromUtcMs.length && at(pair.fromUtcMs, known + 1) <= at(moments, index)) known++;
    values[index] = at(pair.correlation, known);
  }
  return values;
}

function shared(numbers: readonly number[]): Float64Array {
  const values = sharedFloat64(numbers.length);
  values.set(numbers);
  return values;
}
