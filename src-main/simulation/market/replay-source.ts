import { barPath } from '#main/fills/bar-path.ts';
import { assert } from '#shared/base/assert.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Points } from '#shared/units/points.ts';
import { lazyMinute, minuteMs, type MarketSource } from './market-source.ts';

/** Plays recorded M1 bars, each along its shortest path. They must be in order and without duplicates. */
export function replaySource(replay: {
  readonly name: string;
  readonly bars: readonly Bar[];
  readonly instrument: Instrument;
  /** Used where a bar does not say its spread. */
  readonly spreadPointsDefault: Points;
}): MarketSource {
  const { name, bars, instrument, spreadPointsDefault } = replay;
  assertMinutes(bars);
  const pathOf = { durationMs: minuteMs, spreadPointsDefault, instrument };
  return {
    name,
    minutes: function* (fromUtcMs) {
      for (let index = firstAtOrAfter(bars, fromUtcMs); index < bars.length; index++) {
        const bar = bars[index];
        if (bar !== undefined) yield lazyMinute(bar, 'drawn', () => barPath(bar, pathOf));
      }
    },
  };
}

function assertMinutes(bars: readonly Bar[]): void {
  let before = -minuteMs;
  for (const { openTimeUtcMs } of bars) {
    assert(openTimeUtcMs % minuteMs === 0, `an M1 bar opens on the minute: ${openTimeUtcMs}`);
    assert(openTimeUtcMs > before, `bars to be replayed are in order, one a minute: ${openTimeUtcMs}`);
    before = openTimeUtcMs;
  }
}

/** The index of the first bar that opens at or after a moment; the length where there is none. */
function firstAtOrAfter(bars: readonly Bar[], fromUtcMs: number): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const bar = bars[middle];
    if (bar !== undefined && bar.openTimeUtcMs < fromUtcMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
