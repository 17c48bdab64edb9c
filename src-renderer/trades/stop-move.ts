import { priceToPoints, isSamePrice, roundToTick } from '#shared/market/instrument-prices.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Position } from '#shared/trading/position.ts';
import { sideSign } from '#shared/trading/side.ts';
import { isPrice, price, type Price } from '#shared/units/price.ts';
import { readNumber } from '../format/read-number.ts';
import { moneyAtLevel } from '../stream/money-at-level.ts';

/** Where a move stands: the position, its instrument, and the price it would be closed at now (null without a quote). */
export interface MoveGround {
  readonly position: Position;
  readonly instrument: Instrument;
  readonly priceNow: number | null;
}

export type MoveIssue =
  | 'stopRequired'
  | 'stopUnreadable'
  | 'stopWrongSide'
  | 'stopTooNear'
  | 'targetUnreadable'
  | 'targetWrongSide'
  | 'targetTooNear'
  | 'unchanged';

/**
 * What the typed levels ask for, on the tick grid: exactly this is sent. `issue` says why it cannot be: a stop is never removed, and levels
 * that the broker cannot take are not sent. `addedRisk` is how much less the position is worth at the new stop; null where it is not
 * widened.
 */
export interface StopMove {
  readonly stop: Price | null;
  readonly target: Price | null;
  readonly addedRisk: number | null;
  readonly issue: MoveIssue | null;
}

export function stopMove(typed: { readonly stop: string; readonly target: string }, ground: MoveGround): StopMove {
  const [stop, target] = [levelIn(typed.stop, ground), levelIn(typed.target, ground)];
  const levels = {
    stop: stop === 'unreadable' ? null : stop,
    target: target === 'unreadable' ? null : target,
  };
  return { ...levels, addedRisk: addedRisk(levels.stop, ground), issue: issueOf({ stop, target }, ground) };
}

/** The distance from the price now, in points: above zero on the winning side of it. */
export const levelPoints = (level: number | null, { position, instrument, priceNow }: MoveGround): number | null =>
  level === null || priceNow === null ? null : priceToPoints(sideSign(position.side) * (level - priceNow), instrument);

export const levelMoney = (level: number | null, { position, instrument }: MoveGround): number | null =>
  level === null ? null : moneyAtLevel(position, level, instrument);

type Level = Price | null | 'unreadable';

function levelIn(text: string, { instrument }: MoveGround): Level {
  if (text.trim() === '') return null;
  const typed = readNumber(text);
  if (typed === null || !isPrice(typed) || typed < instrument.tickSize) return 'unreadable';
  return roundToTick(price(typed), instrument);
}

function addedRisk(stop: Price | null, ground: MoveGround): number | null {
  const { position, instrument } = ground;
  if (stop === null || position.stop === null || isSamePrice(stop, position.stop, instrument)) return null;
  const added = moneyAtLevel(position, position.stop, instrument) - moneyAtLevel(position, stop, instrument);
  return added > 0 ? added : null;
}

function issueOf(
  { stop, target }: { readonly stop: Level; readonly target: Level },
  ground: MoveGround,
): MoveIssue | null {
  if (stop === null) return 'stopRequired';
  if (stop === 'unreadable') return 'stopUnreadable';
  if (target === 'unreadable') return 'targetUnreadable';
  const { position } = ground;
  const [isStopMoved, isTargetMoved] = [isMoved(position.stop, stop, ground), isMoved(position.target, target, ground)];
  if (!isStopMoved && !isTargetMoved) return 'unchanged';
  const room = Math.max(0, ground.instrument.stopsLevelPoints);
  const [stopRoom, targetRoom] = [levelPoints(stop, ground), levelPoints(target, ground)];
  if (isStopMoved && stopRoom !== null && stopRoom >= 0) return 'stopWrongSide';
  if (isStopMoved && stopRoom !== null && -stopRoom < room) return 'stopTooNear';
  if (isTargetMoved && targetRoom !== null && targetRoom <= 0) return 'targetWrongSide';
  if (isTargetMoved && targetRoom !== null && targetRoom < room) return 'targetTooNear';
  return null;
}

function isMoved(before: Price | null, after: Price | null, { instrument }: MoveGround): boolean {
  if (before === null || after === null) return before !== after;
  return !isSamePrice(before, after, instrument);
}
