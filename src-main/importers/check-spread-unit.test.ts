import { expect, test } from 'vitest';
import { seededRandom } from '#shared/base/seeded-random.ts';
import { checkSpreadUnit } from './check-spread-unit.ts';

const dayMs = 86_400_000;

/** A spread a day from 2015 on, by the year; NaN is unknown. */
function years(spreadOf: (year: number, noise: number) => number) {
  const random = seededRandom(5);
  const openTimes = Float64Array.from({ length: 8 * 365 }, (_, day) => Date.UTC(2015, 0, 1) + day * dayMs);
  const spreads = openTimes.map((at) => spreadOf(new Date(at).getUTCFullYear(), random()));
  return checkSpreadUnit(openTimes, spreads);
}

test('points that become tenths of points are named with the quarter of each change', () => {
  expect(years((year, noise) => Math.round((year < 2018 ? 7 : year < 2021 ? 1 : 50) + noise))).toEqual({
    code: 'SPREAD_UNIT_DRIFTS',
    message: expect.stringMatching(/its median is \d+ from 2015 Q1, \d from 2018 Q1, \d\d from 2021 Q1\./) as string,
  });
});

test.each([
  ['a spread that narrows over the years', (year: number, noise: number) => 80 - (year - 2015) * 6 + noise * 5],
  ['a market that is wide at times', (_: number, noise: number) => (noise > 0.9 ? 500 : 12)],
  ['no spread', () => 0],
  ['nothing between none and a few points', (year: number) => (year < 2018 ? 0 : 5)],
  ['an unknown spread', () => Number.NaN],
] as const)('%s keeps its unit', (_, spreadOf) => {
  expect(years(spreadOf)).toBeNull();
});
