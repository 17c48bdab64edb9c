import { expect, test } from 'vitest';
import { planOf, type KillPlan, type Moment } from './kill-plan.ts';

const wholes = { A: 36, B: 36 };
const plans = Array.from({ length: 500 }, (_, run) => planOf(run, { seed: 1, wholes }));

test('the same seed strikes at the same moments, another at others', () => {
  expect(planOf(7, { seed: 1, wholes })).toEqual(plans[7]);
  expect(plans.map((_, run) => planOf(run, { seed: 2, wholes }))).not.toEqual(plans);
});

test('both graphs are struck alike often, a quarter of the runs twice', () => {
  const times = (isOne: (plan: KillPlan) => boolean): number => plans.filter(isOne).length;
  expect(times(({ scenario }) => scenario === 'A')).toBe(250);
  expect(times(({ kills }) => kills.length === 0)).toBe(0);
  const twice = times(({ kills }) => kills.length === 2);
  expect(twice).toBeGreaterThan(90);
  expect(twice).toBeLessThan(160);
});

test('five hundred runs strike first at every boundary of both graphs, at a waiting ticket and at its approval', () => {
  const firsts = (scenario: 'A' | 'B'): readonly Moment[] =>
    plans
      .filter((plan) => plan.scenario === scenario)
      .flatMap(({ kills: [first] }) => (first === undefined ? [] : [first]));
  for (const scenario of ['A', 'B'] as const) {
    const told = firsts(scenario).flatMap((moment) => (moment.kind === 'boundary' ? [moment.told] : []));
    expect([...new Set(told)].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 36 }, (_, nth) => nth + 1));
    for (const kind of ['ticket', 'approval'] as const)
      expect(firsts(scenario).filter((moment) => moment.kind === kind).length).toBeGreaterThan(30);
  }
});
