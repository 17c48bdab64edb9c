import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { assert, assertDefined } from '#shared/base/assert.ts';
import { referenceBacktest } from '#main/testkit/reference-backtest.ts';
import { firstBars, type SyntheticBars } from '#main/testkit/synthetic-market.ts';
import {
  donchianPlan,
  scenarioPlan,
  usualMarkets,
  withoutDelay,
  type SyntheticPlan,
} from '#main/testkit/synthetic-plans.ts';
import { prepareInMemory, runInMemory, simulateInMemory, sweepInMemory } from '#main/wiring/run-in-memory.ts';
import { inProject } from '../project-root.ts';
import { bareLoop } from './backtest/bare-loop.ts';
import { runBacktestingPy, type OtherRun } from './backtest/backtesting-py.ts';
import { donchianMinutes, donchianTerms, sweepPlans } from './backtest/plans.ts';
import type { Benchmark, Measured } from './benchmark.ts';
import { higher, lower, median } from './figures.ts';

/** About three years of minutes; another count is for trying the benchmark itself. */
const bars = Number(process.env.ATS_BENCH_BARS ?? 1_100_000);
const sweepRuns = Number(process.env.ATS_BENCH_RUNS ?? 1000);
const turns = 7;
/** Until the code is compiled for what it meets. */
const warmUps = 3;
const symbols = ['XAUUSD', 'EURUSD', 'US100'];
/** Of the whole. */
const shares = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1];

/** The way of `ats backtest` once its bars are loaded: features, decisions, fills. */
export const backtesting: Benchmark = {
  name: 'backtest',
  describes:
    'three years of M1 through the backtester: pace beside a bare loop and backtesting.py, scenarios, sweep, memory',
  run: async () => {
    const minutes = donchianMinutes(bars);
    const breakout = measureBreakout(minutes);
    const other = await runBacktestingPy(minutes, donchianTerms);
    const gold = usualMarkets(bars, symbols.slice(0, 1));
    const portfolio = usualMarkets(bars, symbols);
    const scenarios = { A: paced(scenarioPlan(['A'], gold)), B: paced(scenarioPlan(['B'], gold)) };
    const whole = timed(() => wholePortfolio(portfolio));
    const sweepMs = await timeSweep(gold);
    return {
      figures: {
        ...breakout.figures,
        ...besideOther(breakout.barsPerSecond, other),
        scenarioABarsPerSecond: higher(scenarios.A.barsPerSecond, 'bars/s'),
        scenarioBBarsPerSecond: higher(scenarios.B.barsPerSecond, 'bars/s'),
        portfolioMs: lower(whole.ms, 'ms', 2000),
        sweepMs: lower(sweepMs, 'ms'),
        sweepRunsPerSecond: higher((sweepRuns / sweepMs) * 1000, 'runs/s'),
        logLogSlope: lower(slope(minutes), 'exponent', 1.1),
        memoryBeyondColumnsMiB: lower(await memoryBeyond(), 'MiB', 50),
      },
      context: {
        ...{ bars, turns, sweepRuns, threads: 'one; the sweep has two' },
        ...breakout.context,
        ...wordsOf(other),
        scenarioTrades: `A ${scenarios.A.trades}, B ${scenarios.B.trades}`,
        portfolio: `${symbols.join(', ')}: both scenarios, both at once without delay, A alone, B alone, each with its report; ${whole.result.join(', ')} trades`,
      },
    };
  },
};

function measureBreakout(minutes: SyntheticBars): Measured & { readonly barsPerSecond: number } {
  const { plan, markets } = donchianPlan(minutes, donchianTerms);
  // In turns, so that what slows the machine meanwhile slows all of them.
  const ours = stopwatch(() => simulateInMemory(plan, markets));
  const features = stopwatch(() => prepareInMemory(plan, markets));
  const bare = stopwatch(() => bareLoop(minutes, donchianTerms));
  for (let turn = 0; turn < warmUps + turns; turn++) [ours, features, bare].forEach(({ play }) => play());
  const { trades, finalEquity } = referenceBacktest(minutes, donchianTerms);
  const differing = trades.filter((trade, index) => {
    const other = ours.result().trades[index];
    return (Object.keys(trade) as (keyof typeof trade)[]).some((key) => other?.[key] !== trade[key]);
  });
  const equity = ours.result().curve.equity.at(-1) ?? NaN;
  const barsPerSecond = (minutes.length / ours.ms()) * 1000;
  const bareBarsPerSecond = (minutes.length / bare.ms()) * 1000;
  assert(bare.result().trades === trades.length, 'the bare loop keeps the rules of the reference engine');
  return {
    barsPerSecond,
    figures: {
      barsPerSecond: higher(barsPerSecond, 'bars/s'),
      featuresMs: lower(features.ms(), 'ms'),
      decisionsAndFillsMs: lower(ours.ms() - features.ms(), 'ms'),
      bareLoopBarsPerSecond: higher(bareBarsPerSecond, 'bars/s'),
      ratioToBareLoop: higher(barsPerSecond / bareBarsPerSecond, 'ratio', 0.5),
      tradesUnlikeReference: lower(
        differing.length + Math.abs(ours.result().trades.length - trades.length),
        'trades',
        0,
      ),
      equityUnlikeReference: lower(Math.abs(equity / finalEquity - 1), 'ratio', 1e-9),
    },
    context: { breakoutTrades: trades.length, breakoutEquity: `${donchianTerms.balance} → ${finalEquity.toFixed(2)}` },
  };
}

/** Left out where the other program could not be had. */
const besideOther = (barsPerSecond: number, other: OtherRun): Measured['figures'] =>
  other.kind === 'absent'
    ? {}
    : {
        backtestingPyBarsPerSecond: higher(other.barsPerSecond, 'bars/s'),
        ratioToBacktestingPy: higher(barsPerSecond / other.barsPerSecond, 'ratio', 100),
      };

const wordsOf = (other: OtherRun): Measured['context'] =>
  other.kind === 'absent'
    ? { leftOut: `backtesting.py: ${other.reason}` }
    : {
        backtestingPy: `${other.trades} trades to ${other.finalEquity.toFixed(0)}: one mean spread, stops of shorts on the bid`,
      };

function paced({ plan, markets }: SyntheticPlan): {
  readonly ms: number;
  readonly barsPerSecond: number;
  readonly trades: number;
} {
  const { ms, result } = timed(() => runInMemory(plan, markets));
  return { ms, barsPerSecond: ((bars * markets.length) / ms) * 1000, trades: result.output.trades.length };
}

/** What `ats backtest --scenario both` plays, in one thread; answers the trades of each run. */
function wholePortfolio(markets: SyntheticPlan['markets']): readonly number[] {
  const both = scenarioPlan(['A', 'B'], markets);
  const plans = [both, withoutDelay(both), scenarioPlan(['A'], markets), scenarioPlan(['B'], markets)];
  return plans.map(({ plan }) => runInMemory(plan, markets).output.trades.length);
}

async function timeSweep(gold: SyntheticPlan['markets']): Promise<number> {
  const plans = sweepPlans(sweepRuns, gold);
  const began = performance.now();
  const swept = await sweepInMemory(plans, gold, { workers: 2 });
  assert(swept.ok, 'the sweep ended');
  return performance.now() - began;
}

/** Of log time by log bars, least squares. */
function slope(minutes: SyntheticBars): number {
  const points = shares.map((share) => {
    const { plan, markets } = donchianPlan(firstBars(minutes, Math.round(minutes.length * share)), donchianTerms);
    return { x: Math.log(share), y: Math.log(timed(() => simulateInMemory(plan, markets)).ms) };
  });
  const mean = (of: (point: (typeof points)[number]) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  return mean(({ x, y }) => (x - meanX) * (y - meanY)) / mean(({ x }) => (x - meanX) ** 2);
}

async function memoryBeyond(): Promise<number> {
  const script = inProject('scripts/bench/backtest/memory-of-run.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(bars)]);
  return (JSON.parse(stdout) as { readonly beyondMiB: number }).beyondMiB;
}

/** The middle one of several turns, after those that warm up. */
function timed<T>(play: () => T): { readonly ms: number; readonly result: T } {
  const watch = stopwatch(play);
  for (let turn = 0; turn < warmUps + turns; turn++) watch.play();
  return { ms: watch.ms(), result: watch.result() };
}

interface Stopwatch<T> {
  readonly play: () => void;
  /** The middle one, those that warmed up left out. */
  readonly ms: () => number;
  /** Of the last turn. */
  readonly result: () => T;
}

function stopwatch<T>(played: () => T): Stopwatch<T> {
  const turnsMs: number[] = [];
  let last: { readonly result: T } | null = null;
  return {
    play: () => {
      const began = performance.now();
      last = { result: played() };
      turnsMs.push(performance.now() - began);
    },
    ms: () => median(turnsMs.slice(warmUps)),
    result: () => assertDefined(last, 'something was played').result,
  };
}
