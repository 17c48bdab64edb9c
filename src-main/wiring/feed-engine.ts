import { brokerClock } from '#shared/time/broker-clock.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { TerminalFeed } from '#main/ports/terminal-event.ts';
import { MarketRecorder, type MarketListener } from '#main/sync/market-recorder.ts';
import type { Stores } from './open-stores.ts';
import { systemMonotonicClock } from './system-clocks.ts';
import type { Settings } from './settings.ts';

/** Lets every terminal event pass the recorder first: what the engine acts on is stored. */
export function feedEngine({
  feed,
  engine,
  stores,
  settings,
  logger,
}: {
  readonly feed: TerminalFeed;
  readonly engine: Engine;
  readonly stores: Stores;
  readonly settings: Settings;
  readonly logger: Logger;
}): Disposable {
  const recorder = new MarketRecorder({
    bars: stores.market.bars,
    ticks: stores.market.ticks,
    marketClock: stores.marketClock,
    monotonicClock: systemMonotonicClock,
    brokerClock: brokerClock(settings.clockRule),
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
    recorder.record(event, listener);
    engine.accept({ kind: 'terminal', event });
  });
}
