import type { Instrument } from '#shared/market/instrument.ts';
import { points, type Points } from '#shared/units/points.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { MarketSource } from './market-source.ts';
import { shiftedMinutes } from './shifted-source.ts';

/** What a broker says otherwise, later: the prices of a span of the past stand so many points higher, or lower, than they were told. */
export interface PriceCorrection {
  readonly symbol: string;
  readonly fromUtcMs: UtcMs;
  /** Exclusive, and not after `saidFromUtcMs`. */
  readonly toUtcMs: UtcMs;
  readonly points: Points;
  /** By the market's time. */
  readonly saidFromUtcMs: UtcMs;
}

/** The same market as it is said by now. */
export function correctedSource(
  source: MarketSource,
  corrections: readonly PriceCorrection[],
  { instrument, nowUtcMs }: { readonly instrument: Instrument; readonly nowUtcMs: UtcMs },
): MarketSource {
  const said = corrections.filter(
    ({ symbol, saidFromUtcMs }) => symbol === instrument.symbol && saidFromUtcMs <= nowUtcMs,
  );
  if (said.length === 0) return source;
  return {
    name: source.name,
    minutes: (fromUtcMs) =>
      shiftedMinutes(source.minutes(fromUtcMs), instrument, (openTimeUtcMs) => shiftAt(openTimeUtcMs, said)),
  };
}

const shiftAt = (at: number, said: readonly PriceCorrection[]): Points =>
  points(said.reduce((sum, it) => (it.fromUtcMs <= at && at < it.toUtcMs ? sum + it.points : sum), 0));
