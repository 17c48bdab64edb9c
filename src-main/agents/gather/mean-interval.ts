import type { SimilarOutcomes } from '#shared/agent/opinion.ts';

/** 97.5 % points of Student's t by degrees of freedom, from 1: Fisher & Yates, Statistical Tables (1963), table III. */
const studentT = [
  ...[12.7062, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462, 2.306, 2.26216, 2.22814],
  ...[2.20099, 2.17881, 2.16037, 2.14479, 2.13145, 2.11991, 2.10982, 2.10092, 2.09302],
] as const;

/** As many as the table reaches. */
export const meanOfMax = studentT.length + 1;

/** The mean of up to 20 numbers and its 95 % interval by Student's t: mean ± t·s/√n, s with n − 1. Nulls where there are too few: none, or one. */
export function meanInterval(numbers: readonly number[]): Pick<SimilarOutcomes, 'meanR' | 'lowR' | 'highR'> {
  const count = numbers.length;
  if (count === 0) return { meanR: null, lowR: null, highR: null };
  const meanR = numbers.reduce((sum, number) => sum + number, 0) / count;
  const t = studentT[count - 2];
  if (t === undefined) return { meanR, lowR: null, highR: null };
  const squares = numbers.reduce((sum, number) => sum + (number - meanR) ** 2, 0);
  const reach = t * Math.sqrt(squares / (count - 1) / count);
  return { meanR, lowR: meanR - reach, highR: meanR + reach };
}
