import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleEuro, sampleGold } from '#main/testkit/sample-instrument.ts';
import { tickAtOrAbove, tickAtOrBelow } from './tick-grid.ts';

test('a sell gets the tick below, a buy pays the tick above', () => {
  expect([tickAtOrBelow(2000.128, sampleGold), tickAtOrAbove(2000.122, sampleGold)]).toEqual([2000.12, 2000.13]);
});

test('the noise of a sum is no tick', () => {
  // 2000.1 + 0.2 is 2000.3 and a last digit, 1977.84 + 0.05 is 1977.89 less one.
  expect([tickAtOrAbove(2000.1 + 0.2, sampleGold), tickAtOrBelow(1977.84 + 0.05, sampleGold)]).toEqual([
    2000.3, 1977.89,
  ]);
});

test('a tick may be more than a point', () => {
  const quarters = { digits: 2, tickSize: 0.25 };
  expect([tickAtOrBelow(18_000.49, quarters), tickAtOrAbove(18_000.26, quarters)]).toEqual([18_000.25, 18_000.5]);
});

test('a level of the grid stays where it is, any other moves by less than a tick', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300_000 }),
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      (ticks, part) => {
        const level = ticks / 100_000;
        expect([tickAtOrBelow(level, sampleEuro), tickAtOrAbove(level, sampleEuro)]).toEqual([level, level]);
        const between = (ticks + part) / 100_000;
        expect([tickAtOrBelow(between, sampleEuro), tickAtOrAbove(between, sampleEuro)]).toEqual([
          level,
          (ticks + 1) / 100_000,
        ]);
      },
    ),
  );
});
