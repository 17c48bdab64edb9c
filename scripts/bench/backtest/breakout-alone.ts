/**
 * `node breakout-alone.ts BARS`: plays the breakout in a process that plays nothing else, as `ats backtest` does, in turns with its features alone and
 * with the bare loop, then once with the reference engine, and prints what each took and came to.
 */
import { assert } from '#shared/base/assert.ts';
import { referenceBacktest } from '#main/testkit/reference-backtest.ts';
import { donchianPlan } from '#main/testkit/synthetic-plans.ts';
import { prepareInMemory, simulateInMemory } from '#main/wiring/run-in-memory.ts';
import { bareLoop } from './bare-loop.ts';
import { donchianMinutes, donchianTerms } from './plans.ts';
import { playInTurns, stopwatch } from './stopwatch.ts';

export interface BreakoutAlone {
  readonly ms: number;
  readonly featuresMs: number;
  readonly bareMs: number;
  readonly finalEquity: number;
  readonly tradesUnlikeReference: number;
  readonly reference: { readonly trades: number; readonly finalEquity: number };
}

const minutes = donchianMinutes(Number(process.argv[2]));
const { plan, markets } = donchianPlan(minutes, donchianTerms);
const ours = stopwatch(() => simulateInMemory(plan, markets));
const features = stopwatch(() => prepareInMemory(plan, markets));
const bare = stopwatch(() => bareLoop(minutes, donchianTerms));
playInTurns([ours, features, bare]);
const { trades, finalEquity } = referenceBacktest(minutes, donchianTerms);
assert(bare.result().trades === trades.length, 'the bare loop keeps the rules of the reference engine');
const played = ours.result();
const differing = trades.filter((trade, index) => {
  const other = played.trades[index];
  return (Object.keys(trade) as (keyof typeof trade)[]).some((key) => other?.[key] !== trade[key]);
});
const alone: BreakoutAlone = {
  ms: ours.ms(),
  featuresMs: features.ms(),
  bareMs: bare.ms(),
  finalEquity: played.curve.equity.at(-1) ?? NaN,
  tradesUnlikeReference: differing.length + Math.abs(played.trades.length - trades.length),
  reference: { trades: trades.length, finalEquity },
};
process.stdout.write(JSON.stringify(alone));
