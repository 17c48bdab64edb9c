import { assertDefined } from '#shared/base/assert.ts';
import type { RunNote } from '#shared/contract/backtest.ts';
import type { RunReport } from '#shared/contract/run-report.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { fillFeatures } from '#main/features/fill-columns.ts';
import { defaultRegimeParameters, regime } from '#main/features/regime-column.ts';
import type { FillTable } from '#main/fills/fill-table.ts';
import { bindLane } from './bind-lane.ts';
import { bindPlanned } from './bind-planned.ts';
import { cacheOf, type FeatureShelf } from './feature-shelf.ts';
import type { MarketTables } from './market-tables.ts';
import { buildReport } from './report/build-report.ts';
import { regimeAtDecision, type DecisionRegimes } from './report/regime-at-decision.ts';
import type { RunInput, RunLane, RunWatch } from './run-input.ts';
import type { RunOutput } from './run-output.ts';
import { runNotes } from './run-notes.ts';
import type { PlannedLane, RunPlan } from './run-plan.ts';
import { simulate } from './simulate.ts';

export interface PlayedRun {
  readonly report: RunReport;
  readonly output: RunOutput;
  readonly notes: readonly RunNote[];
}

/** Plays a run in this thread: features, decisions, fills, report. Pure, whatever lies on the shelf already. */
export function playPlan(
  plan: RunPlan,
  markets: readonly MarketTables[],
  { shelf, ...watch }: RunWatch & { readonly shelf: FeatureShelf },
): PlayedRun {
  const input = inputOfPlan(plan, markets, shelf);
  const output = simulate(input, watch);
  const { account, clock, fromUtcMs, toUtcMs, seed } = input;
  const buyAndHoldRatio = buyAndHold(assertDefined(markets[0], 'a run has a market').fills);
  const report = buildReport(output, {
    ...{ startBalance: account.balance, fromUtcMs, toUtcMs, clock, buyAndHoldRatio, seed },
    regimeOf: regimeAtDecision(plan.lanes.flatMap((lane) => regimesOf(lane, markets, shelf))),
  });
  return { report, output, notes: runNotes(input, output) };
}

/** What the simulation is given: the features filled, each lane bound to them. */
export function inputOfPlan(plan: RunPlan, markets: readonly MarketTables[], shelf: FeatureShelf): RunInput {
  const { clockRule, lanes, ...terms } = plan;
  return {
    ...terms,
    clock: brokerClock(clockRule),
    markets: markets.map(({ instrument, fills, correlations, marginRatio, commissionRate }) => ({
      ...{ instrument, fills, correlations },
      ...(marginRatio === null ? {} : { marginRatio }),
      ...(commissionRate === null ? {} : { commissionRate }),
    })),
    lanes: lanes.map((lane) => laneOf(lane, markets, shelf)),
  };
}

function laneOf(lane: PlannedLane, markets: readonly MarketTables[], shelf: FeatureShelf): RunLane {
  const strategy = bindPlanned(lane);
  const { market } = lane;
  const tables = assertDefined(markets[market], 'the market of a lane');
  return bindLane(strategy, { market, tables, features: cacheOf(shelf, market, strategy.parameters.timeframe) });
}

/** Minutes have no regime worth telling, and over them it would cost more than the run itself. */
const finestRegime: Timeframe = 'M15';

/** The regime at each bar that a lane decides on: told of its trades, whether or not the strategy asked for it. */
function regimesOf(
  lane: PlannedLane,
  markets: readonly MarketTables[],
  shelf: FeatureShelf,
): readonly DecisionRegimes[] {
  const { id, parameters } = bindPlanned(lane);
  const { timeframe } = parameters;
  if (timeframeDurationMs(timeframe) < timeframeDurationMs(finestRegime)) return [];
  const tables = assertDefined(markets[lane.market], 'the market of a lane');
  const bars = assertDefined(tables.decisions[timeframe], 'the timeframe’s bars are loaded');
  const cache = cacheOf(shelf, lane.market, timeframe);
  const columns = fillFeatures(bars, { regime: regime(defaultRegimeParameters) }, { cache });
  const codes = assertDefined(columns.regime, 'a feature is filled by its name');
  const { symbol } = tables.instrument;
  return [{ strategy: id, symbol, closeTimeUtcMs: bars.closeTimeUtcMs, regime: codes }];
}

/** From the first open to the last close, in the symbol's own currency. */
function buyAndHold({ length, open, close }: FillTable): number | null {
  const ratio = (close[length - 1] ?? NaN) / (open[0] ?? NaN) - 1;
  return Number.isFinite(ratio) ? ratio : null;
}
