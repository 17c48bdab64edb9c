import type { Engine } from '#main/engine/engine.ts';
import type { TerminalEvent, TerminalFeed } from '#main/ports/terminal-event.ts';
import type { MarketListener } from '#main/sync/market-recorder.ts';

/** Stores what an event says of the market, and then tells of it. False: it could not be stored, so nobody is to act on it. */
export type HearMarket = (event: TerminalEvent, listener: MarketListener) => boolean;

/**
 * Lets every terminal event be stored first: what the engine acts on is stored. The prices of a session that the engine refused (another
 * account) are another server's, and are not.
 */
export function feedEngine({
  feed,
  engine,
  hear,
}: {
  readonly feed: TerminalFeed;
  readonly engine: Engine;
  readonly hear: HearMarket;
}): Disposable {
  const listener: MarketListener = {
    barFormed: (symbol, timeframe, bar) => {
      engine.accept({ kind: 'barFormed', symbol, timeframe, bar });
    },
    barClosed: (symbol, timeframe, bar) => {
      engine.accept({ kind: 'barClosed', symbol, timeframe, bar });
    },
  };
  return feed.subscribe((event) => {
    const isHeard = event.kind === 'sessionOpened' || engine.isConnected;
    if (!isHeard || hear(event, listener)) engine.accept({ kind: 'terminal', event });
  });
}
