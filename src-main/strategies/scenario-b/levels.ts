import { valueAt } from '#main/features/columns.ts';
import type { HoldingState } from '../strategy-state.ts';
import type { ScenarioBRows } from './columns.ts';

/** Distance of an entry's stop from the close, as a difference of prices; NaN where it is not defined, as every level here. */
export const stopDistance = (columns: ScenarioBRows, index: number): number =>
  columns.parameters.stopAtr * valueAt(columns.atr, index);

/**
 * A stop farther away than this share of the price is no stop, and one at no distance neither (a market that does not move); only broken
 * data leads to either.
 */
const stopDistanceRatioMax = 0.5;

export const stopDistanceMax = (close: number): number => close * stopDistanceRatioMax;

/** The end of the exit channel opposite to the position's side. */
export const exitChannelLevel = (columns: ScenarioBRows, index: number, { side }: HoldingState): number =>
  valueAt(side === 'buy' ? columns.exitLow : columns.exitHigh, index);

/**
 * The chandelier exit (Le Beau): the best price since the entry less a multiple of ATR, for shorts mirrored. It moves back when ATR widens;
 * it is not ratcheted.
 */
export function chandelierLevel(columns: ScenarioBRows, index: number, { side, extreme }: HoldingState): number {
  const distance = columns.parameters.chandelierAtr * valueAt(columns.atr, index);
  return side === 'buy' ? extreme - distance : extreme + distance;
}
