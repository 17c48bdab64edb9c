import type { ImportWarning } from './import-warning.ts';

/** A market's own spread changes with the years by this much at most; a column that is points here and tenths of them there, by ten. */
const driftRatioMin = 8;
/** Less than this is the same unit still. */
const stepRatioMin = 4;
/** A quarter with fewer known spreads tells nothing. */
const spreadsMin = 20;
/** Of a quarter's spreads so many tell its median well enough. */
const sampleMax = 2000;
const periodsShownMax = 6;

interface Quarter {
  readonly name: string;
  readonly median: number;
}

/**
 * Whether the spread column of a file changes its unit over the years (points, tenths of a point, a broker's constant): its median a quarter
 * jumps as no market's does. NaN is unknown, and zero counts as one: a spread of nothing has no ratio. Null where nothing is to be said.
 */
export function checkSpreadUnit(openTimesUtcMs: Float64Array, spreadPoints: Float64Array): ImportWarning | null {
  const quarters = medianByQuarter(openTimesUtcMs, spreadPoints);
  const medians = quarters.map(({ median }) => Math.max(1, median));
  if (quarters.length < 2 || Math.max(...medians) < driftRatioMin * Math.min(...medians)) return null;
  const periods = periodsOf(quarters);
  const shown = periods.slice(0, periodsShownMax).map(({ name, median }) => `${median} from ${name}`);
  const more = periods.length > shown.length ? ', …' : '';
  return {
    code: 'SPREAD_UNIT_DRIFTS',
    message: `The spread column does not keep its unit: its median is ${shown.join(', ')}${more}. It was taken as it stands; costs that are computed from it are right for a part of the years only.`,
  };
}

function medianByQuarter(openTimesUtcMs: Float64Array, spreadPoints: Float64Array): readonly Quarter[] {
  const quarters: Quarter[] = [];
  let from = 0;
  while (from < openTimesUtcMs.length) {
    const { name, endUtcMs } = quarterOf(openTimesUtcMs[from] ?? 0);
    const to = firstFrom(openTimesUtcMs, from, endUtcMs);
    const every = Math.ceil((to - from) / sampleMax);
    const isSampled = (spread: number, index: number): boolean => index % every === 0 && !Number.isNaN(spread);
    const spreads = spreadPoints.subarray(from, to).filter(isSampled).sort();
    const median = spreads[Math.floor(spreads.length / 2)];
    if (median !== undefined && spreads.length >= spreadsMin) quarters.push({ name, median });
    from = to;
  }
  return quarters;
}

/** The index of the first opening at or after a moment, from an index on. */
function firstFrom(openTimesUtcMs: Float64Array, from: number, atUtcMs: number): number {
  let [low, high] = [from, openTimesUtcMs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((openTimesUtcMs[middle] ?? Infinity) < atUtcMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function quarterOf(at: number): { readonly name: string; readonly endUtcMs: number } {
  const date = new Date(at);
  const quarter = Math.floor(date.getUTCMonth() / 3);
  const year = date.getUTCFullYear();
  return { name: `${year} Q${quarter + 1}`, endUtcMs: Date.UTC(year, quarter * 3 + 3, 1) };
}

/** Quarters that go on as the ones before are one period, named by its first quarter. */
function periodsOf(quarters: readonly Quarter[]): readonly Quarter[] {
  const periods: Quarter[] = [];
  for (const quarter of quarters) {
    const [before, now] = [Math.max(1, periods.at(-1)?.median ?? 0), Math.max(1, quarter.median)];
    const isSame = Math.max(before, now) < stepRatioMin * Math.min(before, now);
    if (periods.length === 0 || !isSame) periods.push(quarter);
  }
  return periods;
}
