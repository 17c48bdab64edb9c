import { seededRandom } from '#shared/base/seeded-random.ts';

/** One figure of each path; NaN where a path does not have it. */
export interface ResampledPaths {
  readonly sharpe: Float64Array;
  readonly cagr: Float64Array;
  readonly maxDrawdownRatio: Float64Array;
}

/** So many days are drawn at most: a run of three years in a thousand paths, a longer one in fewer. */
const daysMax = 1_000_000;
const pathsMin = 200;
const pathsMax = 1000;

/**
 * Other histories from the same days: the stationary bootstrap of D. N. Politis, J. P. Romano (Journal of the American Statistical Association
 * 89, 1994), which strings blocks of random length together, so that what follows on what within about a week and more survives. The mean
 * length is ∛n days, five at least. Seeded: the same run gives the same paths.
 */
export function resampledPaths(
  daily: readonly number[],
  { seed, daysPerYear, years }: { readonly seed: number; readonly daysPerYear: number; readonly years: number },
): ResampledPaths {
  const ratios = Float64Array.from(daily);
  const logs = ratios.map((ratio) => Math.log1p(ratio));
  const days = ratios.length;
  const next = seededRandom(seed);
  const restart = 1 / Math.max(5, Math.cbrt(days));
  const count = Math.min(pathsMax, Math.max(pathsMin, Math.floor(daysMax / Math.max(1, days))));
  const paths = {
    sharpe: new Float64Array(count),
    cagr: new Float64Array(count),
    maxDrawdownRatio: new Float64Array(count),
  };
  for (let path = 0; path < count; path++) {
    let at = Math.floor(next() * days);
    let sum = 0;
    let squares = 0;
    let grown = 0;
    let peak = 0;
    let deepest = 0;
    for (let day = 0; day < days; day++) {
      const ratio = ratios[at] ?? NaN;
      sum += ratio;
      squares += ratio * ratio;
      grown += logs[at] ?? NaN;
      if (grown > peak) peak = grown;
      else if (grown - peak < deepest) deepest = grown - peak;
      // One draw says whether a block ends and, where it does, where the next begins.
      const drawn = next();
      at = drawn < restart ? Math.floor((drawn / restart) * days) : (at + 1) % days;
    }
    const variance = (squares - (sum * sum) / days) / (days - 1);
    paths.sharpe[path] = (sum / days / Math.sqrt(variance)) * Math.sqrt(daysPerYear);
    paths.cagr[path] = Math.exp(grown / years) - 1;
    paths.maxDrawdownRatio[path] = 1 - Math.exp(deepest);
  }
  return paths;
}
