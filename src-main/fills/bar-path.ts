import type { Bar } from '#shared/market/bar.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { Points } from '#shared/units/points.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { quoteFromBid } from './quote-from-bid.ts';

/**
 * The shortest way a price can have gone through a bar: open, the extreme that is nearer to the open, the other extreme, close; at 0, ¼, ¾
 * and the last millisecond of the bar. The bar's spread holds all the way; where it is unknown `spreadPointsDefault` stands in.
 */
export function barPath(
  bar: Bar,
  pathOf: { readonly durationMs: number; readonly spreadPointsDefault: Points; readonly instrument: Instrument },
): readonly Quote[] {
  const { durationMs, instrument } = pathOf;
  const spreadPoints = bar.spreadPoints ?? pathOf.spreadPointsDefault;
  const isLowFirst = bar.open - bar.low <= bar.high - bar.open;
  const [near, far] = isLowFirst ? [bar.low, bar.high] : [bar.high, bar.low];
  const quoteAt = (elapsedMs: number, bid: number): Quote =>
    quoteFromBid({ occurredAtUtcMs: utcMs(bar.openTimeUtcMs + Math.floor(elapsedMs)), bid, spreadPoints }, instrument);
  return [
    quoteAt(0, bar.open),
    quoteAt(durationMs / 4, near),
    quoteAt((durationMs * 3) / 4, far),
    quoteAt(durationMs - 1, bar.close),
  ];
}
