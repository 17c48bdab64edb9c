import type { Instrument } from '#shared/market/instrument.ts';
import type { Position } from '#shared/trading/position.ts';
import { moneyAtLevel } from '../stream/money-at-level.ts';

/** What all positions together are worth if each is closed at its stop; null where one has no stop or its instrument is not known. */
export function moneyAtStops(
  positions: readonly Position[],
  instruments: ReadonlyMap<string, Instrument>,
): number | null {
  let sum = 0;
  for (const position of positions) {
    const instrument = instruments.get(position.symbol);
    if (position.stop === null || instrument === undefined) return null;
    sum += moneyAtLevel(position, position.stop, instrument);
  }
  return sum;
}
