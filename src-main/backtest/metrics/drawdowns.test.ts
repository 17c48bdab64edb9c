import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayReturns } from './day-returns.ts';
import { drawdowns } from './drawdowns.ts';
import { longestUnderWaterDays } from './under-water.ts';

const dayMs = 86_400_000;

function fallsOf(equity: readonly number[], cash: readonly number[] = equity.map(() => 0)) {
  const days = {
    startUtcMs: Float64Array.from(equity, (_, day) => day * dayMs),
    equity: Float64Array.from(equity),
    cash: Float64Array.from(cash),
  };
  return drawdowns(dayReturns(days, 1_000), days, { equity: 1_000, atUtcMs: -dayMs });
}

test('a fall lasts from its high until the high is reached again', () => {
  expect(fallsOf([1_100, 880, 990, 1_100, 1_200, 900])).toEqual([
    { ratio: expect.closeTo(0.2, 12), money: 220, startUtcMs: 0, troughUtcMs: dayMs, recoveredUtcMs: 3 * dayMs },
    { ratio: 0.25, money: 300, startUtcMs: 4 * dayMs, troughUtcMs: 5 * dayMs, recoveredUtcMs: null },
  ]);
});

test('a fall from the start begins with the start', () => {
  expect(fallsOf([900])).toMatchObject([{ money: 100, startUtcMs: -dayMs, troughUtcMs: 0 }]);
});

test('a deposit ends no fall and a withdrawal begins none', () => {
  expect(fallsOf([900, 1_900, 2_111.2], [0, 1_000, 0])).toMatchObject([{ money: 100, recoveredUtcMs: 2 * dayMs }]);
  expect(fallsOf([1_000, 400], [0, -600])).toEqual([]);
});

test('the longest wait for a new high counts to the end where none has come', () => {
  const falls = fallsOf([1_100, 880, 990, 1_100, 1_200, 900]);
  expect(longestUnderWaterDays(falls, 6 * dayMs)).toBe(3);
  expect(longestUnderWaterDays(falls, 100 * dayMs)).toBe(96);
  expect(longestUnderWaterDays([], 100 * dayMs)).toBe(0);
});

test('no fall is deeper than everything', () => {
  const equities = fc.array(fc.double({ min: -5_000, max: 5_000, noNaN: true }), { maxLength: 40 });
  fc.assert(
    fc.property(equities, (equity) => {
      for (const { ratio } of fallsOf(equity)) {
        expect(ratio).toBeGreaterThan(0);
        expect(ratio).toBeLessThanOrEqual(1);
      }
    }),
  );
});
