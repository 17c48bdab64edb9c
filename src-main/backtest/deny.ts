import type { FaultCode } from '#shared/base/fault-codes.ts';
import { nextPhase } from '#shared/trading/phase.ts';
import { retireDue } from './lane-due.ts';
import type { LaneState, RunState } from './run-state.ts';

/** An entry that came to nothing: counted by its code, and the lane is free again. */
export function deny({ book }: RunState, lane: LaneState, code: FaultCode): void {
  book.deniedByCode[code] = (book.deniedByCode[code] ?? 0) + 1;
  retireDue(lane);
  lane.phase = nextPhase(lane.phase, { isSetup: false, isEntering: false, isInPosition: false, isExiting: false });
}
