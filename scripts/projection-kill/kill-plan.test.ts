import { expect, test } from 'vitest';
import { planOf, type Blow } from './kill-plan.ts';

const blows: readonly Blow[] = ['engine', 'chroma', 'cut'];
const wish = { seed: 1, wholeMs: 10_000, blows, firstBlow: null };
const plans = Array.from({ length: 200 }, (_, run) => planOf(run, wish));

test('the same seed strikes at the same moments, another at others', () => {
  expect(planOf(7, wish)).toEqual(plans[7]);
  expect(planOf(7, { ...wish, seed: 2 })).not.toEqual(plans[7]);
});

test('every run is struck, by all in turn and by nothing else, inside of what a life takes', () => {
  const strikes = plans.flatMap((plan) => plan.strikes);
  expect(new Set(plans.map((plan) => plan.strikes.length))).toEqual(new Set([1, 2, 3, 4]));
  expect(plans.slice(0, 3).map(({ strikes: [first] }) => first?.blow)).toEqual(blows);
  expect(new Set(strikes.map(({ blow }) => blow))).toEqual(new Set(blows));
  expect(strikes.every(({ afterMs }) => afterMs >= 0 && afterMs < 10_000)).toBe(true);
  expect(Math.max(...plans.map(({ cutRatio }) => cutRatio))).toBeLessThan(0.02);
});

test('where all are to be struck by one thing first, all are', () => {
  const first = plans.map((_, run) => planOf(run, { ...wish, firstBlow: 'boltServer' }).strikes[0]?.blow);
  expect(new Set(first)).toEqual(new Set(['boltServer']));
});
