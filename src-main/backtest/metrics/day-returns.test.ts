import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compounded } from './compounded.ts';
import { dayReturns } from './day-returns.ts';

const daysOf = (equity: readonly number[], cash: readonly number[]) => ({
  startUtcMs: Float64Array.from(equity, (_, day) => day),
  equity: Float64Array.from(equity),
  cash: Float64Array.from(cash),
});

test('a deposit is there from its day’s beginning, a withdrawal until its day’s end', () => {
  // 1,000 → +1,000 cash, 10 % on 2,000 → 2,200; then 10 % on 2,200, of which 420 are taken → 2,000.
  const { ratio } = dayReturns(daysOf([2_200, 2_000], [1_000, -420]), 1_000);
  expect(ratio).toEqual([expect.closeTo(0.1, 12), expect.closeTo(0.1, 12)]);
});

test('the return of a run does not depend on what was deposited and withdrawn', () => {
  const day = fc.record({
    ratio: fc.double({ min: -0.2, max: 0.2, noNaN: true }),
    cashRatio: fc.double({ min: -0.5, max: 3, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: 60 }), (days) => {
      let equity = 10_000;
      const equities: number[] = [];
      const cash: number[] = [];
      for (const { ratio, cashRatio } of days) {
        const flow = equity * cashRatio;
        equity = (equity + Math.max(0, flow)) * (1 + ratio) + Math.min(0, flow);
        equities.push(equity);
        cash.push(flow);
      }
      const wanted = compounded(days.map(({ ratio }) => ratio));
      const { ratio } = dayReturns(daysOf(equities, cash), 10_000);
      expect(compounded(ratio)).toBeCloseTo(wanted, 6);
    }),
  );
});

test('everything is the most that can be lost, and nothing comes of nothing', () => {
  expect(dayReturns(daysOf([-200, -200, 0], [0, 0, 0]), 1_000).ratio).toEqual([-1, 0, 0]);
});
