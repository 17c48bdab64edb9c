import { roundToDigits } from '../base/round-to-digits.ts';
import { points, type Points } from '../units/points.ts';
import { price, type Price } from '../units/price.ts';
import type { Instrument } from './instrument.ts';

type PriceGrid = Pick<Instrument, 'digits' | 'point' | 'tickSize'>;

/** The distance in points as a difference of prices (not a level). */
export const pointsToPrice = (distance: Points, instrument: PriceGrid): number => distance * instrument.point;

/** A difference of prices as points; float noise below a thousandth of a point is rounded away. */
export const priceToPoints = (difference: number, instrument: PriceGrid): Points =>
  points(Math.round((difference / instrument.point) * 1000) / 1000);

/** The level on the instrument's tick grid that is nearest to a number. */
export function roundToTick(value: number, instrument: PriceGrid): Price {
  return price(roundToDigits(Math.round(value / instrument.tickSize) * instrument.tickSize, instrument.digits));
}

/** True where two levels are the same on the tick grid: they differ by less than half a tick size. */
export const isSamePrice = (a: Price, b: Price, instrument: PriceGrid): boolean =>
  Math.abs(a - b) < instrument.tickSize / 2;

/** Ask minus bid, in points. */
export const spreadPoints = (quote: { readonly bid: Price; readonly ask: Price }, instrument: PriceGrid): Points =>
  priceToPoints(quote.ask - quote.bid, instrument);
