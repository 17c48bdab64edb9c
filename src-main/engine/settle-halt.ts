import type { Step } from './step.ts';

/** What the adviser keeps of a reason. */
const reasonLengthMax = 200;

/** The adviser is told of every halt and of its end: it keeps it when this program is gone. */
export function settleHalt(step: Step): void {
  const isHalted = step.state.tradingState.state === 'halted';
  const wasHalted = step.before.tradingState.state === 'halted';
  if (isHalted !== wasHalted) tellHalt(step);
}

export function tellHalt(step: Step): void {
  step.desk.haltToldAt = step.dependencies.monotonicClock.nowMs();
  const { state, reason } = step.state.tradingState;
  step.perform({ kind: 'setHalt', isHalted: state === 'halted', reason: reason.slice(0, reasonLengthMax) });
}
