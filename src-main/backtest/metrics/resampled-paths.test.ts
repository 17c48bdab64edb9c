import { expect, test } from 'vitest';
import { sampleDeviation } from './moments.ts';
import { resampledPaths } from './resampled-paths.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';
import { sharpe } from './sharpe.ts';

const next = seededRandom(7);
const daily = Array.from({ length: 500 }, () => (next() + next() + next() - 1.45) * 0.01);
const terms = { seed: 3, daysPerYear: 250, years: 2 };

test('the same seed draws the same paths, another one others', () => {
  expect(resampledPaths(daily, terms)).toEqual(resampledPaths(daily, terms));
  expect(resampledPaths(daily, { ...terms, seed: 4 })).not.toEqual(resampledPaths(daily, terms));
});

test('Sharpes of independent days scatter about the run’s own as theory has it', () => {
  const own = sharpe(daily, 250) ?? NaN;
  const paths = [...resampledPaths(daily, terms).sharpe];
  const mean = paths.reduce((sum, value) => sum + value, 0) / paths.length;
  // A. W. Lo, The Statistics of Sharpe Ratios (2002): √((1 + ½ SR²) ÷ T), a year √250 of it.
  const expected = Math.sqrt((1 + 0.5 * (own ** 2 / 250)) / 500) * Math.sqrt(250);
  expect(mean).toBeCloseTo(own, 0);
  expect(sampleDeviation(paths) / expected).toBeGreaterThan(0.8);
  expect(sampleDeviation(paths) / expected).toBeLessThan(1.2);
});

test('a ruin stays one, and leaves numbers behind', () => {
  const { cagr, maxDrawdownRatio } = resampledPaths([0.01, -1, 0.01, 0.01], terms);
  const ruined = maxDrawdownRatio.findIndex((ratio) => ratio === 1);
  expect(cagr[ruined]).toBe(-1);
  expect(maxDrawdownRatio.every((ratio) => ratio >= 0 && ratio <= 1)).toBe(true);
});

test('a long run is resampled less often', () => {
  expect(resampledPaths(Array<number>(780).fill(0.001), terms).sharpe).toHaveLength(1_000);
  expect(resampledPaths(Array<number>(2_500).fill(0.001), terms).sharpe).toHaveLength(400);
  expect(resampledPaths(Array<number>(6_000).fill(0.001), terms).sharpe).toHaveLength(200);
});
