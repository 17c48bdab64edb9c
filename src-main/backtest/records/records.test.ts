import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runIdSchema } from '#shared/contract/backtest.ts';
import { runIdOf } from './run-id.ts';
import { thinCurve } from './thin-curve.ts';

const finishedAtUtcMs = Date.UTC(2026, 10, 22, 20, 30, 15);
const idOf = (scenario: string, ...symbols: readonly string[]): string =>
  runIdOf({ finishedAtUtcMs, scenario, symbols, resultHash: '4f2a9c00aa' });

test('a run is called by its time, what was run on what, and what came out', () => {
  expect(idOf('B', 'XAUUSD')).toBe('20261122-203015-B-XAUUSD-4f2a9c');
  expect(idOf('both', 'EURUSD', 'US100.cash')).toBe('20261122-203015-both-EURUSD-US100cash-4f2a9c');
  expect(idOf('A', 'XAUUSD', 'EURUSD', 'US100', 'GBPUSD')).toBe('20261122-203015-A-XAUUSD-and-3-4f2a9c');
});

test('whatever a symbol is called, its run’s name can be a file’s', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, maxLength: 64 }), { minLength: 1, maxLength: 16 }), (symbols) => {
      expect(runIdSchema.safeParse(idOf('a-strategy-with-a-name-of-its-own', ...symbols)).success).toBe(true);
    }),
  );
});

const curveOf = (equity: readonly number[]) => ({
  timeUtcMs: Float64Array.from(equity, (_, index) => index * 1000),
  equity: Float64Array.from(equity),
  balance: Float64Array.from(equity, (value) => value - 1),
});

test('a short curve is kept as it is', () => {
  const curve = curveOf([1, 2, 3]);
  expect(thinCurve(curve)).toBe(curve);
});

test('a long one keeps its ends, its highest and its lowest point, in the order of time', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 41, maxLength: 400 }), (equity) => {
      const thin = thinCurve(curveOf(equity), 40);
      expect(thin.equity.length).toBeLessThanOrEqual(40);
      expect([thin.equity[0], thin.equity.at(-1)]).toEqual([equity[0], equity.at(-1)]);
      expect([Math.max(...thin.equity), Math.min(...thin.equity)]).toEqual([Math.max(...equity), Math.min(...equity)]);
      expect([...thin.timeUtcMs]).toEqual([...new Set(thin.timeUtcMs)].sort((a, b) => a - b));
      thin.timeUtcMs.forEach((at, index) => {
        expect([thin.equity[index], thin.balance[index]]).toEqual([equity[at / 1000], (equity[at / 1000] ?? NaN) - 1]);
      });
    }),
  );
});
