import { roundToTick } from '#shared/market/instrument-prices.ts';
import { quoteSchema, type Quote } from '#shared/market/quote.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { sampleStartUtcMs } from './manual-clock.ts';
import { sampleGold } from './sample-instrument.ts';

/** Gold at 2000.00 with 20 points of spread, unless told otherwise. */
export function sampleQuote(
  quote: {
    readonly bid?: number;
    readonly spreadPoints?: number;
    readonly occurredAtUtcMs?: number;
    readonly instrument?: Instrument;
  } = {},
): Quote {
  const instrument = quote.instrument ?? sampleGold;
  const bid = roundToTick(quote.bid ?? (instrument.symbol === sampleGold.symbol ? 2000 : 1.1), instrument);
  return quoteSchema.parse({
    symbol: instrument.symbol,
    occurredAtUtcMs: quote.occurredAtUtcMs ?? sampleStartUtcMs,
    bid,
    ask: roundToTick(bid + (quote.spreadPoints ?? 20) * instrument.point, instrument),
  });
}
