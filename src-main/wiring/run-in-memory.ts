import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { FeatureShelf } from '#main/backtest/feature-shelf.ts';
import type { MarketTables } from '#main/backtest/market-tables.ts';
import { inputOfPlan, playPlan, type PlayedRun } from '#main/backtest/play-plan.ts';
import { RunPool } from '#main/backtest/pool/run-pool.ts';
import type { PoolRun } from '#main/backtest/pool/run-task.ts';
import type { RunInput } from '#main/backtest/run-input.ts';
import type { RunOutput } from '#main/backtest/run-output.ts';
import type { RunPlan } from '#main/backtest/run-plan.ts';
import { simulate } from '#main/backtest/simulate.ts';
import { workerEntry } from './worker-entry.ts';

/** A run over markets that lie in memory already, and nothing of it on a disk: features, decisions, fills and report, as `ats backtest` makes them. */
export const runInMemory = (plan: RunPlan, markets: readonly MarketTables[]): PlayedRun =>
  playPlan(plan, markets, { shelf: noFeatures() });

/** The same without its report. */
export const simulateInMemory = (plan: RunPlan, markets: readonly MarketTables[]): RunOutput =>
  simulate(prepareInMemory(plan, markets));

/** Its first half: the features filled, each lane bound to them. */
export const prepareInMemory = (plan: RunPlan, markets: readonly MarketTables[]): RunInput =>
  inputOfPlan(plan, markets, noFeatures());

/** Many runs in so many threads, with trades and curve where they are asked for. */
export async function sweepInMemory(
  plans: readonly RunPlan[],
  markets: readonly MarketTables[],
  { workers, keepsOutput = false }: { readonly workers: number; readonly keepsOutput?: boolean },
): Promise<Result<readonly PoolRun[], Fault>> {
  using pool = new RunPool({ markets, entry: workerEntry('run-player'), workers });
  return await pool.play(plans, { keepsOutput });
}

const noFeatures = (): FeatureShelf => new Map();
