import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { assert } from '#shared/base/assert.ts';
import { firstBars, type SyntheticBars } from '#main/testkit/synthetic-market.ts';
import {
  donchianPlan,
  scenarioPlan,
  usualMarkets,
  withoutDelay,
  type SyntheticPlan,
} from '#main/testkit/synthetic-plans.ts';
import { runInMemory, simulateInMemory, sweepInMemory } from '#main/wiring/run-in-memory.ts';
import { inProject } from '../project-root.ts';
import { runBacktestingPy, type OtherRun } from './backtest/backtesting-py.ts';
import { bundled } from './backtest/bundled.ts';
import type { BreakoutAlone } from './backtest/breakout-alone.ts';
import type { MemoryOfRun } from './backtest/memory-of-run.ts';
import { donchianMinutes, donchianTerms, sweepPlans } from './backtest/plans.ts';
import { timed, turns } from './backtest/stopwatch.ts';
import type { Benchmark, Measured } from './benchmark.ts';
import { higher, lower } from './figures.ts';

/** About three years of minutes; another count is for trying the benchmark itself. */
const bars = Number(process.env.ATS_BENCH_BARS ?? 1_100_000);
const sweepRuns = Number(process.env.ATS_BENCH_RUNS ?? 1000);
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
    const breakout = await measureBreakout();
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
        breakout:
          'ours, its features alone and the bare loop in turns, in a process that plays nothing else; in one file as built, and unbuilt',
        ...breakout.context,
        ...wordsOf(other),
        scenarioTrades: `A ${scenarios.A.trades}, B ${scenarios.B.trades}`,
        portfolio: `${symbols.join(', ')}: both scenarios, both at once without delay, A alone, B alone, each with its report; ${whole.result.join(', ')} trades`,
      },
    };
  },
};

/** In a process of its own, as `ats backtest` is, and as the built cockpit plays it: code that other runs have widened is slower. */
async function measureBreakout(): Promise<Measured & { readonly barsPerSecond: number }> {
  const played = (await inOwnProcess(await bundled('breakout-alone'))) as BreakoutAlone;
  const unbuilt = (await inOwnProcess(sourceOf('breakout-alone'))) as BreakoutAlone;
  const barsPerSecond = (bars / played.ms) * 1000;
  const bareBarsPerSecond = (bars / played.bareMs) * 1000;
  const { trades, finalEquity } = played.reference;
  return {
    barsPerSecond,
    figures: {
      barsPerSecond: higher(barsPerSecond, 'bars/s'),
      unbuiltBarsPerSecond: higher((bars / unbuilt.ms) * 1000, 'bars/s'),
      featuresMs: lower(played.featuresMs, 'ms'),
      decisionsAndFillsMs: lower(played.ms - played.featuresMs, 'ms'),
      bareLoopBarsPerSecond: higher(bareBarsPerSecond, 'bars/s'),
      ratioToBareLoop: higher(barsPerSecond / bareBarsPerSecond, 'ratio', 0.5),
      tradesUnlikeReference: lower(played.tradesUnlikeReference, 'trades', 0),
      equityUnlikeReference: lower(Math.abs(played.finalEquity / finalEquity - 1), 'ratio', 1e-9),
    },
    context: { breakoutTrades: trades, breakoutEquity: `${donchianTerms.balance} → ${finalEquity.toFixed(2)}` },
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

const memoryBeyond = async (): Promise<number> =>
  ((await inOwnProcess(sourceOf('memory-of-run'))) as MemoryOfRun).beyondMiB;

const sourceOf = (name: string): string => inProject(`scripts/bench/backtest/${name}.ts`);

async function inOwnProcess(script: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(bars)]);
  return JSON.parse(stdout);
}
