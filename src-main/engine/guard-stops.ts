import { fault, FaultError } from '#shared/base/fault.ts';
import { positionId, type PositionId } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import { askAgain } from './ask-for-what-is-missing.ts';
import { closeUntilGone } from './close-until-gone.ts';
import type { StopWatch } from './engine-state.ts';
import { halt } from './halt.ts';
import { modifyPosition } from './modify-position.ts';
import type { Step } from './step.ts';

/** A stop that could not be set by so many orders, or within so long of the desk's clock, is not going to be. */
const attemptsMax = 3;
const guardMsMax = 5_000;

/**
 * Sees to it that every entry's position bears the stop that was approved. One that is missing, or another one, is set at once; where that
 * fails the position is closed and trading is halted: it is a risk that nobody approved. `isReport`: the terminal has just listed its positions.
 */
export function guardStops(step: Step, { isReport }: { readonly isReport: boolean }): void {
  const { state, desk } = step;
  if (!state.isConnected || step.market.account === null) return;
  for (const id of desk.stopWatchedAt.keys()) if (!(id in state.stopWatches)) desk.stopWatchedAt.delete(id);
  for (const [id, watch] of Object.entries(state.stopWatches)) guardStop(step, { id: positionId(id), watch, isReport });
}

/** The countdown of a restarted engine begins when it sees the position again. */
function elapsedMs({ desk, dependencies }: Step, id: PositionId): number {
  const now = dependencies.monotonicClock.nowMs();
  const since = desk.stopWatchedAt.get(id) ?? now;
  desk.stopWatchedAt.set(id, since);
  return now - since;
}

function guardStop(
  step: Step,
  { id, watch, isReport }: { readonly id: PositionId; readonly watch: StopWatch; readonly isReport: boolean },
): void {
  const isLate = elapsedMs(step, id) >= guardMsMax;
  const position = step.state.positions.find((it) => it.positionId === id);
  if (position === undefined) {
    // The deal of its entry was seen, and it was not: nothing can be proved against it yet.
    if (isLate) askAgain(step);
    return;
  }
  if (watch.hasFailed) {
    closeUntilGone(step, id, 'stopNotSet');
    return;
  }
  if (isLate) {
    giveUp(step, { watch, position, cause: 'time' });
    return;
  }
  // An attempt that was answered with the stop as asked is judged by what is reported after it.
  if (isBeingSet(step, id) || (watch.isAnswered && !isReport)) return;
  if (watch.attempts >= attemptsMax) giveUp(step, { watch, position, cause: 'attempts' });
  else setStop(step, id, watch);
}

function setStop(step: Step, id: PositionId, { stop, target, attempts }: StopWatch): void {
  step.dependencies.logger.warn('a position does not bear the stop that was approved; it is set', {
    positionId: id,
    stop,
    attempts,
  });
  const asked = modifyPosition(step, { positionId: id, stop, target, by: 'approvedEntry' });
  if (!asked.ok) step.dependencies.logger.warn('the stop was not sent', { positionId: id, code: asked.error.code });
}

function giveUp(
  step: Step,
  {
    watch,
    position,
    cause,
  }: { readonly watch: StopWatch; readonly position: Position; readonly cause: 'attempts' | 'time' },
): void {
  const { positionId: id, symbol, stop: found } = position;
  const { stop, attempts } = watch;
  const why = found === null ? 'has no stop' : `bears the stop ${found}`;
  const message = `Position ${id} in ${symbol} ${why} instead of ${stop}, and it could not be set. The position is being closed.`;
  const alarm = fault('STOP_NOT_SET', message, { positionId: id, symbol, stop, found, attempts, cause });
  step.dependencies.logger.error('a stop could not be set', new FaultError(alarm));
  step.record({ kind: 'stopRepairFailed', positionId: id, symbol, stop, found, attempts, cause });
  halt(step, message, 'engine');
  closeUntilGone(step, id, 'stopNotSet');
}

const isBeingSet = ({ state }: Step, id: PositionId): boolean =>
  Object.values(state.orders).some(({ request }) => request.kind === 'modify' && request.positionId === id);
