import type { Bar } from '#shared/market/bar.ts';
import { defaultInstrument } from '#shared/market/default-instruments.ts';

/**
 * Ask − bid as a difference of prices; NaN where it is not known. Sources tell spreads in points and not what a point is, and states follow from the
 * stored bars and nothing else: so a point is known of the default instruments alone, and there only where the bar's prices have as many digits as
 * theirs. A broker that quotes with one more or one less means another point (by chance its four prices look otherwise once in ten thousand bars).
 */
export function spreadsOf(symbol: string): (bar: Bar) => number {
  const point = defaultInstrument(symbol)?.instrument.point;
  if (point === undefined) return () => NaN;
  return ({ open, high, low, close, spreadPoints }) => {
    if (spreadPoints === null) return NaN;
    const prices = [open, high, low, close];
    const isOfPoint =
      prices.every((price) => isMultiple(price, point)) && !prices.every((it) => isMultiple(it, 10 * point));
    return isOfPoint ? spreadPoints * point : NaN;
  };
}

/** As far as the digits of a double tell. */
const isMultiple = (price: number, step: number): boolean => Math.abs(price / step - Math.round(price / step)) < 1e-3;
