import type { RunMetrics, RunTarget } from '#shared/contract/run-report.ts';
import { quantile } from '../metrics/quantile.ts';
import { resampledPaths } from '../metrics/resampled-paths.ts';

/** Below so many broker days resampling shows its own noise. */
const leastDays = 60;

const intervalShare = 0.9;

/**
 * Sharpe above 1, MAR above 0.5, deepest drawdown of equity below 20 %, each with the 90 % of resampled histories in the middle. Those are made of
 * daily closes, between which the run itself fell deeper: the falls of the paths are deepened in the same proportion.
 */
export function targets(
  { sharpe, mar, maxDrawdownRatio }: Pick<RunMetrics, 'sharpe' | 'mar' | 'maxDrawdownRatio'>,
  by: {
    readonly daily: readonly number[];
    readonly dailyDrawdownRatio: number;
    readonly daysPerYear: number;
    readonly years: number;
    readonly seed: number;
  },
): readonly RunTarget[] {
  const paths = by.daily.length < leastDays ? null : resampledPaths(by.daily, by);
  const deepening = Math.max(1, (maxDrawdownRatio ?? 0) / by.dailyDrawdownRatio);
  const falls = paths?.maxDrawdownRatio.map((ratio) => Math.min(1, ratio * deepening));
  const mars = falls && paths?.cagr.map((cagr, path) => cagr / (falls[path] ?? NaN));
  return [
    target({ name: 'sharpe', value: sharpe, limit: 1 }, paths?.sharpe),
    target({ name: 'mar', value: mar, limit: 0.5 }, mars),
    target({ name: 'maxDrawdownRatio', value: maxDrawdownRatio, limit: 0.2 }, falls),
  ];
}

function target(
  { name, value, limit }: Pick<RunTarget, 'name' | 'value' | 'limit'>,
  resampled: Float64Array | undefined,
): RunTarget {
  const isReached = value !== null && (name === 'maxDrawdownRatio' ? value < limit : value > limit);
  const interval = value === null || resampled === undefined ? null : middleOf(resampled);
  return { name, value, limit, interval, passed: isReached };
}

/** Null where an end is no number: a path without a fall has no MAR. */
function middleOf(resampled: Float64Array): readonly [number, number] | null {
  const ascending = resampled.toSorted();
  const from = quantile(ascending, (1 - intervalShare) / 2);
  const to = quantile(ascending, (1 + intervalShare) / 2);
  return Number.isFinite(from) && Number.isFinite(to) ? [from, to] : null;
}
