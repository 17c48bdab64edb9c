import type { RiskView } from '#shared/contract/risk-view.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import { money, type Money } from '#shared/units/money.ts';
import { positionId } from '#shared/trading/ids.ts';
import { smallestEquity } from '#main/risk/smallest-equity.ts';
import type { EngineDependencies } from './engine-dependencies.ts';
import { scenarioKey, type EngineState, type JudgedIntent } from './engine-state.ts';
import { accountRiskOf } from './account-risk.ts';
import { limitUses } from './limit-uses.ts';
import type { LiveMarket } from './live-market.ts';
import type { ScenarioRunner } from './scenario-runner.ts';

export interface RiskScene {
  readonly dependencies: EngineDependencies;
  readonly state: EngineState;
  readonly market: LiveMarket;
  readonly runners: readonly ScenarioRunner[];
}

/** What may be lost, what stands in the way of entries, and what of it a person has to look at. */
export function riskViewOf(scene: RiskScene): RiskView {
  const { state, runners } = scene;
  return {
    limits: limitUses(accountRiskOf(scene)),
    overRisks: Object.values(state.overRisks),
    stopWatches: Object.entries(state.stopWatches)
      .filter(([id]) => state.positions.some((position) => position.positionId === id))
      .map(([id, { symbol, stop, hasFailed }]) => ({ positionId: positionId(id), symbol, stop, hasFailed })),
    smallestEquities: runners.map((runner) => {
      const { scenario, symbol, timeframe } = runner;
      return { scenario, symbol, timeframe, equityMoney: smallestEquityOf(scene, runner) };
    }),
    entries: entriesOf(state.judgedIntents),
    tradingStates: state.tradingStates,
  };
}

/** By the stop that the scenario's newest decision would set, and the spread of now; null where either is unknown. */
function smallestEquityOf({ dependencies, state, market }: RiskScene, runner: ScenarioRunner): Money | null {
  const { scenario, symbol, riskRatio } = runner;
  const instrument = market.instruments.get(symbol);
  const quote = market.quotes.get(symbol);
  const decision = runner.decision ?? state.scenarios[scenarioKey(scenario, symbol)]?.decision;
  const stopDistance = decision?.filters.find(({ filter }) => filter === 'stopDistance')?.value ?? null;
  if (instrument === undefined || quote === undefined || stopDistance === null) return null;
  const entry = { instrument, stopDistance, spread: quote.ask - quote.bid, riskRatio };
  return money(smallestEquity(entry, dependencies.limits).equity);
}

/** A shadow's wish was never judged by any limit: it is no part of the share. */
function entriesOf(intents: readonly JudgedIntent[]): RiskView['entries'] {
  const judged = intents.filter(({ deniedBy }) => deniedBy !== 'SCENARIO_INACTIVE');
  const counts = new Map<FaultCode, number>();
  for (const { deniedBy } of judged) if (deniedBy !== null) counts.set(deniedBy, (counts.get(deniedBy) ?? 0) + 1);
  const byCode = [...counts].map(([code, count]) => ({ code, count })).toSorted((a, b) => b.count - a.count);
  return {
    judged: judged.length,
    denied: byCode.reduce((sum, { count }) => sum + count, 0),
    shadow: intents.length - judged.length,
    byCode,
  };
}
