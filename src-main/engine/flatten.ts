import { ok, type Result } from '#shared/base/result.ts';
import type { Fault } from '#shared/base/fault.ts';
import { parseClientOrderId } from '#shared/trading/client-order-id.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import type { FlattenScope } from '#shared/trading/flatten-scope.ts';
import type { Position } from '#shared/trading/position.ts';
import { closeUntilGone } from './close-until-gone.ts';
import { halt } from './halt.ts';
import { remainingVolume } from './remaining-volume.ts';
import type { Step } from './step.ts';

/** Halts, then closes every position of the scope until the terminal's records show that none is left. */
export function startFlatten(
  step: Step,
  { scope, reason, actor }: { readonly scope: FlattenScope; readonly reason: string; readonly actor: Actor },
): Result<void, Fault> {
  halt(step, reason, actor);
  step.desk.closeTriedAt.clear();
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
  for (const { positionId } of left) closeUntilGone(step, positionId, 'flatten');
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
