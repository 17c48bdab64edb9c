import type { Instrument } from '#shared/market/instrument.ts';
import { points, type Points } from '#shared/units/points.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { MarketSource } from './market-source.ts';
import { shiftedMinutes } from './shifted-source.ts';

/** From this minute on every price stands so many points higher, or lower where they are negative. */
export interface PriceGap {
  readonly atUtcMs: UtcMs;
  readonly points: Points;
}

/** The same market with gaps in it: the price jumps between two minutes, over whatever lies there. */
export function gappedSource(source: MarketSource, gaps: readonly PriceGap[], instrument: Instrument): MarketSource {
  if (gaps.length === 0) return source;
  const names = gaps.map((gap) => `${gap.points} points at ${new Date(gap.atUtcMs).toISOString()}`);
  return {
    name: `${source.name}, gaps: ${names.join(', ')}`,
    minutes: (fromUtcMs) =>
      shiftedMinutes(source.minutes(fromUtcMs), instrument, (openTimeUtcMs) => shiftAt(openTimeUtcMs, gaps)),
  };
}

const shiftAt = (openTimeUtcMs: number, gaps: readonly PriceGap[]): Points =>
  points(gaps.reduce((sum, gap) => (gap.atUtcMs <= openTimeUtcMs ? sum + gap.points : sum), 0));
