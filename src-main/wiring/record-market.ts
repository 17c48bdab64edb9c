import { brokerClock } from '#shared/time/broker-clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import { MarketRecorder } from '#main/sync/market-recorder.ts';
import type { HearMarket } from './feed-engine.ts';
import type { Machine } from './machine.ts';
import type { Stores } from './open-stores.ts';
import type { Settings } from './settings.ts';
import { terminalProfileOf } from './terminal-profile-of.ts';

/** Stores what is told, for a terminal whose past nobody asks for. Where it cannot be stored, the FaultError is the caller's. */
export function recordMarket({
  stores,
  settings,
  machine,
  logger,
}: {
  readonly stores: Stores;
  readonly settings: Settings;
  readonly machine: Machine;
  readonly logger: Logger;
}): HearMarket {
  const { market, marketClock } = stores;
  const { monotonicClock } = machine;
  const { clockRule } = terminalProfileOf(settings);
  const recorder = new MarketRecorder({
    ...{ bars: market.bars, ticks: market.ticks, marketClock, monotonicClock, logger },
    brokerClock: brokerClock(clockRule),
  });
  return (event, listener) => {
    recorder.record(event, listener);
    return true;
  };
}
