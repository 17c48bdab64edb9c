import { expect, test } from 'vitest';
import type { RunTrade } from '#shared/contract/backtest.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { syntheticMinutes, type SyntheticBars } from '#main/testkit/synthetic-market.ts';
import { scenarioPlan } from '#main/testkit/synthetic-plans.ts';
import { syntheticTables } from '#main/testkit/synthetic-tables.ts';
import { playPlan } from '../play-plan.ts';
import type { RunOutput } from '../run-output.ts';

const minutes = syntheticMinutes({ count: 40_000, seed: 11 });

const strategies: readonly (readonly [string, Readonly<Record<string, JsonValue>>])[] = [
  ['A', {}],
  ['B', { timeframe: 'H1', smaFastBars: 10, smaSlowBars: 30, entryChannelBars: 20 }],
  ['donchian', { timeframe: 'M15' }],
];

/** Everything from a row on is of another world, ten times as dear and as wide. */
function poisoned(bars: SyntheticBars, from: number): SyntheticBars {
  const spoil = (values: Float64Array): Float64Array =>
    values.map((value, index) => (index < from ? value : 10 * value));
  const { open, high, low, close, spread, tickVolume } = bars;
  return {
    ...bars,
    ...{ open: spoil(open), high: spoil(high), low: spoil(low), close: spoil(close) },
    ...{ spread: spoil(spread), tickVolume: spoil(tickVolume) },
  };
}

function played(strategy: string, parameters: Readonly<Record<string, JsonValue>>, bars: SyntheticBars): RunOutput {
  const tables = syntheticTables([{ instrument: sampleGold, minutes: bars }], { timeframes: ['M15', 'H1'] });
  const lanes = [{ strategy, market: 0, parameters }];
  const { plan, markets } = scenarioPlan(['B'], tables, { lanes });
  return playPlan(plan, markets, { shelf: new Map() }).output;
}

test.each(strategies)('a run of %s holds, up to any moment, nothing of what came after it', (strategy, parameters) => {
  const whole = played(strategy, parameters, minutes);
  expect(whole.trades.length).toBeGreaterThan(10);
  for (const from of [33_000, 37_017, 39_111]) {
    const fromUtcMs = minutes.openTimeUtcMs[from] ?? NaN;
    const before = ({ trades }: RunOutput): readonly RunTrade[] =>
      trades.filter(({ closedAtUtcMs }) => closedAtUtcMs < fromUtcMs);
    expect(before(whole).length).toBeGreaterThan(0);
    expect(before(played(strategy, parameters, poisoned(minutes, from)))).toEqual(before(whole));
  }
});
