import type { PositionId } from '#shared/trading/ids.ts';
import type { CloseIntent } from '#shared/trading/trade-intent.ts';
import { closePosition } from './close-position.ts';
import type { Step } from './step.ts';

/** A close that was refused is tried again after this time. */
const retryPeriodMs = 2_000;

/**
 * Closes a position that has to go; to be called for as long as it is there. One whose close is on its way waits for its outcome, one whose
 * close failed is tried again.
 */
export function closeUntilGone(step: Step, positionId: PositionId, reason: CloseIntent['reason']): void {
  const now = step.dependencies.monotonicClock.nowMs();
  const triedAt = step.desk.closeTriedAt.get(positionId) ?? -Infinity;
  if (now - triedAt < retryPeriodMs || isBeingClosed(step, positionId)) return;
  step.desk.closeTriedAt.set(positionId, now);
  const closed = closePosition(step, { positionId, reason, decisionId: null });
  if (closed.ok) return;
  const { code, message } = closed.error;
  step.dependencies.logger.warn('a position could not be closed; it is tried again', { positionId, code, message });
}

/** An unknown close holds nothing up: whether a new one may go is for its authorization to say. */
const isBeingClosed = ({ state }: Step, positionId: PositionId): boolean =>
  Object.values(state.orders).some(
    ({ request, status }) => request.kind === 'reduceOnly' && request.positionId === positionId && status !== 'unknown',
  );
