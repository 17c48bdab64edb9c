import { roundToTick } from '#shared/market/instrument-prices.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { Points } from '#shared/units/points.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** The quote at a bid: the ask stands the spread above it, both on the tick grid. A negative spread counts as none. */
export function quoteFromBid(
  at: { readonly occurredAtUtcMs: UtcMs; readonly bid: number; readonly spreadPoints: Points },
  instrument: Instrument,
): Quote {
  const bid = roundToTick(at.bid, instrument);
  const ask = roundToTick(bid + Math.max(0, at.spreadPoints) * instrument.point, instrument);
  return { symbol: instrument.symbol, occurredAtUtcMs: at.occurredAtUtcMs, bid, ask };
}
