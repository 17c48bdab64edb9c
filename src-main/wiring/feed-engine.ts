import { brokerClock } from '#shared/time/broker-clock.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { TerminalFeed } from '#main/ports/terminal-event.ts';
import { MarketRecorder, type MarketListener } from '#main/sync/market-recorder.ts';
import type { Machine } from './machine.ts';
import type { Stores } from './open-stores.ts';
import type { Settings } from './settings.ts';
import { terminalProfileOf } from './terminal-profile-of.ts';

/**
 * Lets every terminal event pass the recorder first: what the engine acts on is stored. The prices of a session that the engine refused
 * (another account) are another server's, and are not.
 */
export function feedEngine({
  feed,
  engine,
  machine,
  stores,
  settings,
  logger,
}: {
  readonly feed: TerminalFeed;
  readonly engine: Engine;
  readonly machine: Machine;
  readonly stores: Stores;
  readonly settings: Settings;
  readonly logger: Logger;
}): Disposable {
  const recorder = new MarketRecorder({
    bars: stores.market.bars,
    ticks: stores.market.ticks,
    marketClock: stores.marketClock,
    monotonicClock: machine.monotonicClock,
    brokerClock: brokerClock(terminalProfileOf(settings).clockRule),
    logger,
  });
  const listener: MarketListener = {
    barFormed: (symbol, timeframe, bar) => {
      engine.accept({ kind: 'barFormed', symbol, timeframe, bar });
    },
    barClosed: (symbol, timeframe, bar) => {
      engine.accept({ kind: 'barClosed', symbol, timeframe, bar });
    },
  };
  return feed.subscribe((event) => {
    if (event.kind === 'sessionOpened' || engine.isConnected) recorder.record(event, listener);
    engine.accept({ kind: 'terminal', event });
  });
}
