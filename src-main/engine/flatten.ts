import { ok, type Result } from '#shared/base/result.ts';
import type { Fault } from '#shared/base/fault.ts';
import { parseClientOrderId } from '#shared/trading/client-order-id.ts';
import type { Actor } from '#shared/trading/engine-event.ts';
import type { FlattenScope } from '#shared/trading/flatten-scope.ts';
import type { PositionId } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import { closePosition } from './close-position.ts';
import { halt } from './halt.ts';
import { remainingVolume } from './remaining-volume.ts';
import type { Step } from './step.ts';

/** A close that was refused is tried again after this time. */
const retryPeriodMs = 2_000;

/** Halts, then closes every position of the scope until the terminal's records show that none is left. */
export function startFlatten(
  step: Step,
  { scope, reason, actor }: { readonly scope: FlattenScope; readonly reason: string; readonly actor: Actor },
): Result<void, Fault> {
  halt(step, reason, actor);
  step.desk.flattenTriedAt.clear();
  step.record({ kind: 'flattenStarted', scope, reason, actor });
  pursueFlatten(step);
  return ok(undefined);
}

/** Sends what is still to be closed. A position whose close is on its way waits for its outcome; one whose close failed is tried again. */
export function pursueFlatten(step: Step): void {
  const { flattening, isConnected } = step.state;
  if (flattening === null || !isConnected || step.market.account === null) return;
  const left = step.state.positions.filter(
    (position) => isInScope(step, position, flattening.scope) && remainingVolume(step.state, position) > 0,
  );
  if (left.length === 0) {
    const reason = 'the terminal shows no position of the scope';
    step.record({ kind: 'flattenEnded', outcome: 'flat', reason });
    return;
  }
  const now = step.dependencies.monotonicClock.nowMs();
  for (const { positionId } of left) {
    const triedAt = step.desk.flattenTriedAt.get(positionId) ?? -Infinity;
    if (now - triedAt < retryPeriodMs || isBeingClosed(step, positionId)) continue;
    step.desk.flattenTriedAt.set(positionId, now);
    const closed = closePosition(step, { positionId, reason: 'flatten', decisionId: null });
    if (closed.ok) continue;
    const { code, message } = closed.error;
    step.dependencies.logger.warn('a position could not be closed; it is tried again', { positionId, code, message });
  }
}

/** The trader's word to trade again ends it. */
export function stopFlatten(step: Step, reason: string): void {
  if (step.state.flattening !== null) step.record({ kind: 'flattenEnded', outcome: 'stopped', reason });
}

function isInScope(step: Step, position: Position, scope: FlattenScope): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'symbol':
      return position.symbol === scope.symbol;
    case 'ours': {
      const mark = position.clientOrderId === null ? null : parseClientOrderId(position.clientOrderId);
      return mark?.installationTag === step.dependencies.orderIds.installationTag;
    }
  }
}

/** An unknown close holds nothing up: whether a new one may go is for its authorization to say. */
const isBeingClosed = ({ state }: Step, positionId: PositionId): boolean =>
  Object.values(state.orders).some(
    ({ request, status }) => request.kind === 'reduceOnly' && request.positionId === positionId && status !== 'unknown',
  );
