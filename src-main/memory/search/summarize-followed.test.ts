import { expect, test } from 'vitest';
import type { Followed } from '#shared/contract/memory.ts';
import { hour } from './search-rig.suite.ts';
import { summarizeFollowed } from './summarize-followed.ts';

const neighbour = (closeAtr: number | null): { readonly followed: readonly Followed[] } => ({
  followed: [
    {
      bars: 4,
      moved: closeAtr === null ? null : { closeAtr, highAtr: closeAtr, lowAtr: closeAtr, knownAtUtcMs: hour(4) },
    },
  ],
});

test.each([
  [[3, 1, 2], 2, 1],
  [[3, -1, 2, null, 1], 1.5, 0.75],
  [[-2, 0], -1, 0],
  [[null], null, null],
] as const)('of %j the median is %d, and so many closed higher: %d', (moves, medianCloseAtr, higherRatio) => {
  const known = moves.filter((move) => move !== null).length;
  expect(summarizeFollowed([4], moves.map(neighbour))).toEqual([{ bars: 4, known, medianCloseAtr, higherRatio }]);
});

test('every span is told, also where nothing is known of it', () => {
  expect(summarizeFollowed([1, 4], []).map(({ bars, known }) => [bars, known])).toEqual([
    [1, 0],
    [4, 0],
  ]);
});
