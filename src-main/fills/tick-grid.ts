import { roundToDigits } from '#shared/base/round-to-digits.ts';
import type { Instrument } from '#shared/market/instrument.ts';

type TickGrid = Pick<Instrument, 'digits' | 'tickSize'>;

/** Float noise below this share of a tick size is no tick. */
const tickTolerance = 1e-6;

/** The level on the tick grid at or below a number: what a sell gets. */
export const tickAtOrBelow = (value: number, grid: TickGrid): number =>
  levelOf(Math.floor(value / grid.tickSize + tickTolerance), grid);

/** The level on the tick grid at or above a number: what a buy pays. */
export const tickAtOrAbove = (value: number, grid: TickGrid): number =>
  levelOf(Math.ceil(value / grid.tickSize - tickTolerance), grid);

const levelOf = (ticks: number, { digits, tickSize }: TickGrid): number => roundToDigits(ticks * tickSize, digits);
