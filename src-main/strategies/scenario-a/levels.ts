import { valueAt } from '#main/features/columns.ts';
import { partOf } from '#shared/market/instrument-volume.ts';
import { sideSign } from '#shared/trading/side.ts';
import type { HoldingState } from '../strategy-state.ts';
import type { ScenarioARows } from './rows.ts';

const minuteMs = 60_000;

/** Minutes from the close until the last of the sessions that it lies in ends: 0 at the end and outside of them. */
export const sessionLeftMinutes = (rows: ScenarioARows, index: number): number => {
  const { londonFromHour, londonUntilHour, newYorkFromHour, newYorkUntilHour } = rows.parameters;
  return Math.max(
    leftOf(valueAt(rows.londonMinute, index), londonFromHour * 60, londonUntilHour * 60),
    leftOf(valueAt(rows.newYorkMinute, index), newYorkFromHour * 60, newYorkUntilHour * 60),
  );
};

const leftOf = (minute: number, from: number, until: number): number =>
  minute >= from && minute < until ? until - minute : 0;

/** The bar's spread in ATR. */
export const spreadInAtr = (rows: ScenarioARows, index: number): number =>
  valueAt(rows.spread, index) / valueAt(rows.atr, index);

export const newsMinutes = (rows: ScenarioARows, index: number): number =>
  valueAt(rows.newsDistanceMs, index) / minuteMs;

/** A close beyond it enters; NaN where it is not defined, as every level here. */
export const buyLevel = (rows: ScenarioARows, index: number): number =>
  valueAt(rows.channelHigh, index) + rows.parameters.bufferAtr * valueAt(rows.atr, index);

export const sellLevel = (rows: ScenarioARows, index: number): number =>
  valueAt(rows.channelLow, index) - rows.parameters.bufferAtr * valueAt(rows.atr, index);

/** Distance of an entry's stop from the close, as a difference of prices. */
export const stopDistance = (rows: ScenarioARows, index: number): number =>
  rows.parameters.stopAtr * valueAt(rows.atr, index);

export const targetDistance = (rows: ScenarioARows, index: number): number =>
  rows.parameters.targetR * stopDistance(rows, index);

/**
 * What a position has gained at the close for what it loses at its stop. NaN where the stop stands at the entry or beyond it, or nowhere: there is
 * nothing left to be moved, or nothing to measure with.
 */
export const gainR = (rows: ScenarioARows, index: number, state: HoldingState): number =>
  gainOver(rows, index, state, state.stop);

/** What it has gained for what it lost at the stop that it was entered with; NaN where that is not known. */
export const gainEntryR = (rows: ScenarioARows, index: number, state: HoldingState): number =>
  gainOver(rows, index, state, state.stopAsSent);

function gainOver(rows: ScenarioARows, index: number, { side, entryPrice }: HoldingState, stop: number): number {
  const sign = sideSign(side);
  const risked = sign * (entryPrice - stop);
  return risked > 0 ? (sign * (valueAt(rows.close, index) - entryPrice)) / risked : NaN;
}

/** Whether the stop goes to the entry now. */
export const isBreakEven = (rows: ScenarioARows, index: number, state: HoldingState): boolean =>
  rows.parameters.breakEvenR > 0 && gainR(rows, index, state) >= rows.parameters.breakEvenR;

/** Whether a part is to be closed once, and can be: neither was one already, nor is the position too small to be divided. */
export const awaitsPart = ({ parameters }: ScenarioARows, state: HoldingState): boolean =>
  parameters.partialR > 0 && !state.isPartClosed && partOf(state.volume, parameters.partialRatio, state) > 0;

/** Whether a part of it is closed now. */
export const isPartDue = (rows: ScenarioARows, index: number, state: HoldingState): boolean =>
  awaitsPart(rows, state) && gainEntryR(rows, index, state) >= rows.parameters.partialR;
