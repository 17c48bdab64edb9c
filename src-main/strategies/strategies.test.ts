import { expect, test } from 'vitest';
import { runStrategySchema } from '#shared/contract/backtest.ts';
import { bytesPerDecision } from './decision-bytes.suite.ts';
import { strategies, strategyById } from './strategies.ts';
import { strategyContract } from './strategy.suite.ts';

for (const strategy of strategies) strategyContract(strategy);

test('no strategy makes an object in its loop', async () => {
  // The smallest object takes 24 bytes; code that is not hot yet may box a number here and there.
  const bytes = await Promise.all(strategies.map(({ id }) => bytesPerDecision(id)));
  expect(Math.max(...bytes)).toBeLessThan(16);
});

test('each strategy is found by its id, which is its scenario where it has one', () => {
  for (const strategy of strategies) {
    expect(strategyById(strategy.id)).toEqual({ ok: true, value: strategy });
    expect(runStrategySchema.safeParse(strategy.id).success).toBe(true);
    if (strategy.scenario !== null) expect(strategy.id).toBe(strategy.scenario);
  }
  expect(new Set(strategies.map(({ id }) => id)).size).toBe(strategies.length);
});

test('an id that no strategy has is refused with those that there are', () => {
  expect(strategyById('C')).toMatchObject({
    error: { code: 'STRATEGY_UNKNOWN', facts: { id: 'C', known: 'A, B, donchian' } },
  });
});
