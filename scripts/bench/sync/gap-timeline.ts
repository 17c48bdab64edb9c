import type { EngineOnPipe } from '#main/wiring/wire-by-pipe.ts';

/** How long it took to store what a terminal told after it came back, by the kind of what it told. */
export interface GapTimeline {
  /** The account with its positions and deals, and the bars of all symbols. */
  readonly barsAndAccountMs: number;
  readonly ticksMs: number;
  readonly bars: number;
  readonly ticks: number;
}

export interface GapWatch {
  readonly soFar: () => GapTimeline;
  readonly end: () => GapTimeline;
}

/**
 * Watches one terminal coming back. Every event ends a stretch that began with the end of the event before, and the stretch belongs to its
 * kind: it is the waiting for it, its way through the pipe, and its storing, because who watches is told after all others.
 */
export function watchGap(bridge: EngineOnPipe['bridge']): GapWatch {
  let lastMs = performance.now();
  const spent = { barsAndAccountMs: 0, ticksMs: 0, bars: 0, ticks: 0 };
  const watching = bridge.subscribe((event) => {
    const nowMs = performance.now();
    const tookMs = nowMs - lastMs;
    lastMs = nowMs;
    if (event.kind === 'ticksReceived') {
      spent.ticksMs += tookMs;
      spent.ticks += event.ticks.length;
    } else {
      spent.barsAndAccountMs += tookMs;
      if (event.kind === 'barsReceived') spent.bars += event.bars.length;
    }
  });
  return {
    soFar: () => spent,
    end: () => {
      watching[Symbol.dispose]();
      return spent;
    },
  };
}
