import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { sampleProjectionHealth } from '#main/testkit/sample-sync-health.ts';
import { projectionState } from './projection-state.ts';

const stateOf = (...changes: Parameters<typeof sampleProjectionHealth>): string =>
  projectionState(sampleProjectionHealth(...changes));

test('a projection is in step when the one that is wanted answers and lacks nothing', () => {
  expect(stateOf({ adapter: 'exact', wanted: 'exact', depth: 0, fault: null })).toBe('inStep');
});

test('one that is being told what it lacks is behind, whoever answers meanwhile', () => {
  expect(stateOf({ adapter: 'exact', wanted: 'exact', depth: 3, fault: null })).toBe('behind');
  expect(stateOf({ adapter: 'exact', wanted: 'chroma', depth: 3, fault: null })).toBe('behind');
  expect(stateOf({ adapter: 'exact', wanted: 'chroma', depth: 0, fault: null })).toBe('behind');
});

test('one that cannot be had is a rung down', () => {
  const refused = fault('VECTORS_UNREACHABLE', 'Chroma does not answer.');
  expect(stateOf({ adapter: 'exact', wanted: 'chroma', depth: 3, fault: refused })).toBe('rungDown');
});
