import { expect, test } from 'vitest';
import { regimeCode } from '#main/features/regime.ts';
import { sampleRunTrade } from '#main/testkit/sample-run-trade.ts';
import { regimeAtDecision } from './regime-at-decision.ts';

const column = (...values: readonly number[]) => ({ values: Float64Array.from(values), length: values.length });

const regimeOf = regimeAtDecision([
  {
    ...{ strategy: 'B', symbol: 'XAUUSD', closeTimeUtcMs: column(10, 20, 30) },
    regime: column(NaN, regimeCode('turbulent'), regimeCode('trendUp')),
  },
]);

test('a trade’s market is that of the bar it was decided on', () => {
  expect(regimeOf(sampleRunTrade({ decidedAtUtcMs: 20 }))).toBe('turbulent');
  expect(regimeOf(sampleRunTrade({ decidedAtUtcMs: 30 }))).toBe('trendUp');
});

test('nothing is told of an undefined regime, of no bar, and of another lane', () => {
  expect(regimeOf(sampleRunTrade({ decidedAtUtcMs: 10 }))).toBeNull();
  expect(regimeOf(sampleRunTrade({ decidedAtUtcMs: 25 }))).toBeNull();
  expect(regimeOf(sampleRunTrade({ decidedAtUtcMs: 40 }))).toBeNull();
  expect(regimeOf(sampleRunTrade({ decidedAtUtcMs: 20, symbol: 'EURUSD' }))).toBeNull();
});
