import { yearsBetween } from './cagr.ts';

/** Weeks of five days, where a run is too short to tell. */
const usualDays = 260;

const dayMs = 86_400_000;

/**
 * What a day's figures are brought to a year by: the broker days with a market that the run had, by the years from the first one's midnight
 * to the last one's end; of runs below a year 260. A market that rests on holidays, trades on Sundays or is stored with holes counts as it
 * was.
 */
export function brokerDaysPerYear(startUtcMs: readonly number[]): number {
  const first = startUtcMs[0];
  const last = startUtcMs.at(-1);
  if (first === undefined || last === undefined) return usualDays;
  const years = yearsBetween({ fromUtcMs: first, toUtcMs: last + dayMs });
  return years < 1 ? usualDays : startUtcMs.length / years;
}
