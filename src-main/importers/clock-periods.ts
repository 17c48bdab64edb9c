import type { ClockRule } from '#shared/time/clock-rule.ts';

/** What a change of the clock has to explain: so many weeks' ends that one rule leaves unfit and two in turn do not. */
const changeCost = 4;
/** More changes than these are the hours of a source, not clocks. */
const periodsMax = 5;
const weeksMin = 8;
const fitRatioMin = 0.8;

export interface ClockPeriod {
  readonly rule: ClockRule;
  /** Of the weeks' openings, on the file's own clock: the first and the last that this rule fits and its neighbour in time does not. */
  readonly fromStampMs: number;
  readonly toStampMs: number;
  readonly weekEnds: number;
  readonly fitting: number;
}

/**
 * The rules by which a file was written in turn, where no one rule explains it: a broker that moves from one daylight saving to another
 * rewrites nothing of the past. The cheapest sequence, by a price for each unfit week and for each change (Viterbi's algorithm). None where
 * one rule does as well, or where nothing fits.
 */
export function clockPeriods(
  weekStampsMs: readonly number[],
  rules: readonly { readonly rule: ClockRule; readonly fits: readonly boolean[] }[],
): readonly ClockPeriod[] {
  const path = cheapestPath(
    weekStampsMs.length,
    rules.map(({ fits }) => fits),
  );
  const starts = path.flatMap((rule, week) => (rule === path[week - 1] ? [] : [week]));
  if (starts.length < 2 || starts.length > periodsMax) return [];
  const runs = starts.map((from, index) => ({ from, to: starts[index + 1] ?? path.length, rule: path[from] ?? 0 }));
  const fitsOf = (rule: number | undefined, week: number): boolean =>
    rule !== undefined && (rules[rule]?.fits[week] ?? false);
  const periods = runs.map(({ from, to, rule }, index): ClockPeriod => {
    const weeks = Array.from({ length: to - from }, (_, offset) => from + offset).filter((week) => fitsOf(rule, week));
    const first = weeks.find((week) => !fitsOf(runs[index - 1]?.rule, week)) ?? from;
    const last = weeks.findLast((week) => !fitsOf(runs[index + 1]?.rule, week)) ?? to - 1;
    return {
      rule: rules[rule]?.rule ?? 'utc',
      fromStampMs: weekStampsMs[first] ?? Number.NaN,
      toStampMs: weekStampsMs[last] ?? Number.NaN,
      weekEnds: to - from,
      fitting: weeks.length,
    };
  });
  const isExplained = periods.every(
    ({ weekEnds, fitting }) => weekEnds >= weeksMin && fitting >= weekEnds * fitRatioMin,
  );
  return isExplained ? periods : [];
}

/** The index of a rule for each week. Of equal ones the first named stays. */
function cheapestPath(weeks: number, fits: readonly (readonly boolean[])[]): readonly number[] {
  let costs = fits.map(() => 0);
  const cameFrom: (readonly number[])[] = [];
  for (let week = 0; week < weeks; week += 1) {
    const best = cheapest(costs);
    const bestCost = (costs[best] ?? 0) + changeCost;
    const before = costs;
    cameFrom.push(before.map((cost, rule) => (cost <= bestCost ? rule : best)));
    costs = before.map((cost, rule) => Math.min(cost, bestCost) + Number(!(fits[rule]?.[week] ?? false)));
  }
  let rule = cheapest(costs);
  const path: number[] = [];
  for (let week = weeks - 1; week >= 0; week -= 1) {
    path.push(rule);
    rule = cameFrom[week]?.[rule] ?? rule;
  }
  return path.toReversed();
}

const cheapest = (costs: readonly number[]): number =>
  costs.reduce((best, cost, rule) => (cost < (costs[best] ?? Infinity) ? rule : best), 0);
