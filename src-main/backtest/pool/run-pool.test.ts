import { expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { playPlan } from '../play-plan.ts';
import { RunPool } from './run-pool.ts';
import { sampleMarkets, samplePlan } from './sample-plans.suite.ts';

const entry = new URL('../../hosts/run-player.ts', import.meta.url);
const poolOf = (workers: number): RunPool => new RunPool({ markets: sampleMarkets, entry, workers });
const plans = [10, 20, 30, 20, 55].map((bars) => samplePlan(bars));

test('however many workers play, the same comes out as in one thread, in the order of the plans', async () => {
  const alone = plans.map((plan) => playPlan(plan, sampleMarkets, { shelf: new Map() }));
  for (const workers of [1, 3]) {
    using pool = poolOf(workers);
    const played = await pool.play(plans, { keepsOutput: true });
    assert(played.ok, 'the runs are played');
    expect(played.value).toEqual(alone);
  }
  expect(alone.some(({ output }) => output.trades.length > 0)).toBe(true);
});

test('a pool plays one list after the other, tells how far it is, and sends trades only where they are wanted', async () => {
  using pool = poolOf(2);
  const told: number[] = [];
  const first = await pool.play(plans.slice(0, 2), { onProgress: (doneRatio) => told.push(doneRatio) });
  const second = await pool.play(plans.slice(0, 1), { keepsOutput: true });
  assert(first.ok && second.ok, 'the runs are played');
  expect(first.value.map(({ output }) => output)).toEqual([null, null]);
  expect(first.value[0]?.report).toEqual(second.value[0]?.report);
  expect(second.value[0]?.output?.trades.length).toBeGreaterThan(0);
  expect(told.at(-1)).toBe(1);
  expect(told).toEqual([...told].sort((a, b) => a - b));
});

test('a list that is cancelled ends as such, and the pool goes on with the next one', async () => {
  using pool = poolOf(2);
  const cancelling = new AbortController();
  const many = Array.from({ length: 200 }, (_, index) => samplePlan(5 + index));
  const playing = pool.play(many, { signal: cancelling.signal, onProgress: () => cancelling.abort() });
  expect(await playing).toMatchObject({ ok: false, error: { code: 'RUN_CANCELLED' } });
  expect(await pool.play(plans, { signal: AbortSignal.abort() })).toMatchObject({ error: { code: 'RUN_CANCELLED' } });
  expect(await pool.play(plans.slice(0, 1))).toMatchObject({ ok: true });
});

test('a mistake in a worker is a mistake of the list, not a result', async () => {
  using pool = poolOf(1);
  const wrong = samplePlan(20, {
    lanes: [{ strategy: 'donchian', market: 0, parameters: { timeframe: 'H1' } }],
    toUtcMs: samplePlan(20).fromUtcMs,
  });
  await expect(pool.play([wrong])).rejects.toThrow('a worker that plays runs failed');
});
