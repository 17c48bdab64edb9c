import { brokerClock } from '#shared/time/broker-clock.ts';
import { Engine } from '#main/engine/engine.ts';
import { scenarioSetup } from '#main/engine/scenario-runner.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { ReplayControl } from '#main/ports/replay-control.ts';
import type { TradeGateway } from '#main/ports/trade-gateway.ts';
import { scenarioB } from '#main/strategies/scenario-b/scenario-b.ts';
import type { Stores } from './open-stores.ts';
import { programVersion } from './program-version.ts';
import type { Settings } from './settings.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';
import { systemDigest } from './system-digest.ts';
import { systemTimers } from './system-timers.ts';

/** The engine on real stores and clocks; the way to the broker is the caller's. */
export function wireEngine({
  stores,
  settings,
  logger,
  gateway,
  replay,
  onFailed,
  staysReducing,
}: {
  readonly stores: Stores;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly gateway: TradeGateway;
  readonly replay: ReplayControl;
  readonly onFailed: (error: unknown) => void;
  readonly staysReducing: boolean;
}): Engine {
  const { scenarioB: parameters, symbol } = settings;
  return new Engine({
    programVersion,
    log: stores.ledger.log,
    ledger: stores.ledger.reads,
    orderIds: stores.ledger.orderIds,
    bars: stores.market.bars,
    ticks: stores.market.ticks,
    gateway,
    replay,
    marketClock: stores.marketClock,
    wallClock: systemWallClock,
    monotonicClock: systemMonotonicClock,
    timers: systemTimers,
    digest: systemDigest,
    logger,
    brokerClock: brokerClock(settings.clockRule),
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
    approver: settings.approver,
    holdsReplayForTickets: settings.holdsReplayForTickets,
    onFailed,
    staysReducing,
  });
}
