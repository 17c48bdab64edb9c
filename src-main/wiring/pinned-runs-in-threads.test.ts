import { expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { pinDifferences, pinnedRuns, pinOf, readPins, type Pins } from '#main/testkit/pinned-runs.ts';
import { sweepInMemory } from './run-in-memory.ts';

const { markets, plans } = pinnedRuns();

test.each([1, 2, 3])('the pinned runs come to the same, bit for bit, in %i threads', async (workers) => {
  const swept = await sweepInMemory(Object.values(plans), markets, { workers, keepsOutput: true });
  assert(swept.ok, 'the runs were played');
  const pins: Pins = {};
  for (const [index, name] of Object.keys(plans).entries()) {
    const run = swept.value[index];
    assert(run?.output != null, 'a run for every plan, with what it is made of');
    pins[name] = pinOf({ report: run.report, output: run.output });
  }
  expect(pinDifferences(readPins(), pins)).toEqual([]);
});
