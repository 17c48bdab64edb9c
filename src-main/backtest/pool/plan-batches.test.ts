import { expect, test } from 'vitest';
import { planBatches } from './plan-batches.ts';
import { sampleMarkets, samplePlan } from './sample-plans.suite.ts';

const plans = [10, 20, 30].map((bars) => samplePlan(bars));

test('runs that fit into memory together are one batch, in which each feature is filled once', () => {
  const [batch, ...others] = planBatches([...plans, ...plans], sampleMarkets);
  expect(others).toEqual([]);
  expect(batch?.plans.map(({ ordinal }) => ordinal)).toEqual([0, 1, 2, 3, 4, 5]);
  const keys = batch?.features.map(({ key }) => key) ?? [];
  expect(new Set(keys).size).toBe(keys.length);
  expect(batch?.fresh.map(({ feature }) => feature)).toEqual(batch?.features);
  expect(batch?.features.every(({ values }) => values.buffer instanceof SharedArrayBuffer)).toBe(true);
});

test('a sweep that is larger than memory goes in batches, and what stays in use is not filled again', () => {
  const batches = [...planBatches(plans, sampleMarkets, 1)];
  expect(batches.map((batch) => batch.plans.map(({ ordinal }) => ordinal))).toEqual([[0], [1], [2]]);
  const [first, second] = batches;
  const shared = second?.features.filter((feature) => first?.features.includes(feature)) ?? [];
  expect(shared.length).toBeGreaterThan(0);
  expect(second?.fresh.map(({ feature }) => feature)).toEqual(second?.features.filter((it) => !shared.includes(it)));
});

test('nothing to play is no batch', () => {
  expect([...planBatches([], sampleMarkets)]).toEqual([]);
});
