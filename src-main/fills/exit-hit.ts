import type { Quote } from '#shared/market/quote.ts';
import type { Position } from '#shared/trading/position.ts';
import { closePrice, sideSign } from '#shared/trading/side.ts';
import type { Price } from '#shared/units/price.ts';

/** How the market came to a quote: it jumped (the first of a bar, each recorded tick) or was drawn through every price on the way. */
export type Arrival = 'jumped' | 'drawn';

export interface ExitHit {
  readonly reason: 'stop' | 'target';
  readonly price: Price;
}

/**
 * Whether a quote takes a position out, and at which price. A long is closed on the bid, a short on the ask. A stop that the market jumped
 * over fills at the quote, one that it was drawn through at the stop itself; a target fills at its limit, never better. The stop is
 * looked at first.
 */
export function exitHit(
  position: Pick<Position, 'side' | 'stop' | 'target'>,
  quote: Quote,
  arrival: Arrival,
): ExitHit | null {
  const { side, stop, target } = position;
  const sign = sideSign(side);
  const now = closePrice(side, quote);
  if (stop !== null && sign * (now - stop) <= 0) return { reason: 'stop', price: arrival === 'jumped' ? now : stop };
  if (target !== null && sign * (now - target) >= 0) return { reason: 'target', price: target };
  return null;
}
