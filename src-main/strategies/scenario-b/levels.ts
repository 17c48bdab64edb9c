import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { valueAt } from '#main/features/columns.ts';
import type { HoldingState } from '../strategy-state.ts';
import type { ScenarioBRows } from './rows.ts';

/** Distance of an entry's stop from the close, as a difference of prices; NaN where it is not defined, as every level here. */
export const stopDistance = (rows: ScenarioBRows, index: number): number =>
  rows.parameters.stopAtr * valueAt(rows.atr, index);

/** The end of the exit channel opposite to the position's side. */
export const exitChannelLevel = (rows: ScenarioBRows, index: number, { side }: HoldingState): number =>
  valueAt(side === 'buy' ? rows.exitLow : rows.exitHigh, index);

/**
 * The chandelier exit (Le Beau): the best price since the entry less a multiple of ATR, for shorts mirrored. It moves back when ATR widens;
 * it is not ratcheted.
 */
export function chandelierLevel(rows: ScenarioBRows, index: number, { side, extreme }: HoldingState): number {
  const distance = rows.parameters.chandelierAtr * valueAt(rows.atr, index);
  return side === 'buy' ? extreme - distance : extreme + distance;
}

const dayMinutes = 1440;

/** On Friday at 16:00 in New York, the earliest end of a market's week (see shared/time/market-week.ts). */
const weekEndMinute = 5 * dayMinutes + 16 * 60;

/** From the close to the week's end by New York's clock; below zero after it. */
export const weekLeftMinutes = (rows: ScenarioBRows, index: number): number =>
  weekEndMinute - (valueAt(rows.newYorkWeekday, index) * dayMinutes + valueAt(rows.newYorkMinute, index));

export const barMinutes = ({ parameters }: ScenarioBRows): number => timeframeDurationMs(parameters.timeframe) / 60_000;

/** Whether no other close comes before the week's end, and that is asked for. */
export const isLastOfWeek = (rows: ScenarioBRows, index: number): boolean =>
  rows.parameters.weekend === 'flat' && weekLeftMinutes(rows, index) <= barMinutes(rows);
