import { brokerClock } from '#shared/time/broker-clock.ts';
import { Engine } from '#main/engine/engine.ts';
import { scenarioSetup } from '#main/engine/scenario-runner.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { ReplayControl } from '#main/ports/replay-control.ts';
import type { TradeGateway } from '#main/ports/trade-gateway.ts';
import { scenarioB } from '#main/strategies/scenario-b/scenario-b.ts';
import type { Machine } from './machine.ts';
import type { Stores } from './open-stores.ts';
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
}

/** The engine on real stores. It is not started, and hears nothing yet. */
export function createEngine(
  { stores, settings, logger, onFailed, staysReducing }: EngineParts,
  way: WayToRun,
): Engine {
  const { wallClock, monotonicClock, timers } = way.machine;
  const { scenarioB: parameters, symbol } = settings;
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
    brokerClock: brokerClock(terminalProfileOf(settings).clockRule),
    limits: settings.limits,
    scenarios: [
      scenarioSetup({
        strategy: scenarioB,
        parameters,
        symbol,
        timeframe: parameters.timeframe,
        riskRatio: parameters.riskRatio,
      }),
    ],
    approver: way.approver,
    holdsReplayForTickets: settings.holdsReplayForTickets,
    onFailed,
    staysReducing,
  });
}
