import { assert } from '#shared/base/assert.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { Engine } from '#main/engine/engine.ts';
import { scenarioSetup } from '#main/engine/scenario-runner.ts';
import type { Analyst } from '#main/ports/analyst.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { ReplayControl } from '#main/ports/replay-control.ts';
import type { TradeGateway } from '#main/ports/trade-gateway.ts';
import type { BoundStrategy } from '#main/strategies/bound-strategy.ts';
import { scenarioA } from '#main/strategies/scenario-a/scenario-a.ts';
import { scenarioB } from '#main/strategies/scenario-b/scenario-b.ts';
import type { Strategy } from '#main/strategies/strategy.ts';
import type { Machine } from './machine.ts';
import type { Stores } from './open-stores.ts';
import { marketFacts } from './market-facts.ts';
import { programVersion } from './program-version.ts';
import type { Settings } from './settings.ts';
import { systemDigest } from './system-digest.ts';
import { terminalProfileOf } from './terminal-profile-of.ts';

/** What an engine is given whichever way it runs. */
export interface EngineParts {
  readonly stores: Stores;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly onFailed: (error: unknown) => void;
  readonly staysReducing: boolean;
}

/** All that differs between live, paper and backtest. */
export interface WayToRun {
  readonly machine: Machine;
  readonly gateway: TradeGateway;
  readonly replay: ReplayControl;
  readonly approver: 'trader' | 'simulation';
  /** Without one the rules decide alone. */
  readonly analyst?: Analyst | null;
}

/** The engine on real stores. It is not started, and hears nothing yet. */
export function createEngine(
  { stores, settings, logger, onFailed, staysReducing }: EngineParts,
  way: WayToRun,
): Engine {
  const { wallClock, monotonicClock, timers } = way.machine;
  const { clockRule } = terminalProfileOf(settings);
  stores.ledger.settings.use(settings);
  return new Engine({
    programVersion,
    log: stores.ledger.log,
    ledger: stores.ledger.reads,
    orderIds: stores.ledger.orderIds,
    bars: stores.market.bars,
    ticks: stores.market.ticks,
    gateway: way.gateway,
    replay: way.replay,
    marketClock: stores.marketClock,
    wallClock,
    monotonicClock,
    timers,
    digest: systemDigest,
    logger,
    brokerClock: brokerClock(clockRule),
    limits: settings.limits,
    governance: settings.governance,
    facts: marketFacts({ ...stores.market, trades: stores.ledger.trades }, { clockRule, monotonicClock }),
    scenarios: boundScenarios(settings).map((strategy) => scenarioSetup({ strategy, symbol: settings.symbol })),
    analyst: way.analyst ?? null,
    agents: settings.agents,
    approver: way.approver,
    holdsReplayForTickets: settings.holdsReplayForTickets,
    onFailed,
    staysReducing,
  });
}

/** Both, whichever of them may trade: that is the governance's to say. */
export const boundScenarios = (settings: Settings): readonly BoundStrategy[] => [
  boundScenario(scenarioA, settings.scenarioA),
  boundScenario(scenarioB, settings.scenarioB),
];

/** Settings were checked by the strategy's own schema when they were read. */
function boundScenario({ id, bind }: Strategy, parameters: unknown): BoundStrategy {
  const bound = bind(parameters);
  assert(bound.ok, () => `the settings of scenario ${id} are checked`);
  return bound.value;
}
