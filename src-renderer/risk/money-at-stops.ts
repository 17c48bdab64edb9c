import type { Instrument } from '#shared/market/instrument.ts';
import type { Position } from '#shared/trading/position.ts';

/**
 * What all positions together are worth if each is closed at its stop, in account currency, with swap and without commission; null where
 * one has no stop or its instrument is not known: then no number would be true.
 */
export function moneyAtStops(
  positions: readonly Position[],
  instruments: ReadonlyMap<string, Instrument>,
): number | null {
  let sum = 0;
  for (const { symbol, side, stop, openPrice, volume, swap } of positions) {
    const instrument = instruments.get(symbol);
    if (stop === null || instrument === undefined) return null;
    const move = side === 'buy' ? stop - openPrice : openPrice - stop;
    sum += (move / instrument.tickSize) * instrument.tickValue * volume + swap;
  }
  return sum;
}
