import type { FeatureShelf } from '#main/backtest/feature-shelf.ts';
import type { MarketTables } from '#main/backtest/market-tables.ts';
import { inputOfPlan, playPlan, type PlayedRun } from '#main/backtest/play-plan.ts';
import type { RunOutput } from '#main/backtest/run-output.ts';
import type { RunPlan } from '#main/backtest/run-plan.ts';
import { simulate } from '#main/backtest/simulate.ts';

/** A run over markets that lie in memory already, and nothing of it on a disk: features, decisions, fills and report, as `ats backtest` makes them. */
export const runInMemory = (plan: RunPlan, markets: readonly MarketTables[]): PlayedRun =>
  playPlan(plan, markets, { shelf: noFeatures() });

/** The same without its report. */
export const simulateInMemory = (plan: RunPlan, markets: readonly MarketTables[]): RunOutput =>
  simulate(inputOfPlan(plan, markets, noFeatures()));

const noFeatures = (): FeatureShelf => new Map();
