import type { EnterIntent } from '#shared/trading/trade-intent.ts';
import type { Due, LaneState } from './run-state.ts';

/** Puts on its way what a lane asks for; what was on its way before is replaced. */
export function setDue(lane: LaneState, due: Due | null): void {
  lane.due = due;
  let earliest = Infinity;
  for (const other of lane.market.lanes) {
    if (other.due !== null && other.due.dueUtcMs < earliest) earliest = other.due.dueUtcMs;
  }
  lane.market.dueUtcMs = earliest;
}

/** What a lane without a position wishes to enter. */
export const intentUnderWay = ({ due }: LaneState): EnterIntent | null =>
  due?.kind === 'offer' || due?.kind === 'entry' ? due.intent : null;

export function retireDue(lane: LaneState): void {
  if (lane.due !== null) setDue(lane, null);
}
