import type { Difference } from '#shared/trading/difference.ts';
import { parseClientOrderId } from '#shared/trading/client-order-id.ts';
import type { Position } from '#shared/trading/position.ts';
import { differenceKey, type EngineState } from './engine-state.ts';
import { remainingVolume } from './remaining-volume.ts';

export interface Reconciled {
  /** What the log should hold: the reported positions, and those that are missing without a proof of their end. */
  readonly positions: readonly Position[];
  /** What differs and was not signed by the trader. */
  readonly differences: readonly Difference[];
}

/**
 * Compares a complete report of positions with what the log says. A position that is no longer reported has ended only if its out-deals
 * sum to its volume, or where the trader signs that it is gone: an empty or short report never means flat.
 */
export function reconcile({
  state,
  reported,
  installationTag,
}: {
  readonly state: EngineState;
  readonly reported: readonly Position[];
  readonly installationTag: number;
}): Reconciled {
  const reportedIds = new Set(reported.map((position) => position.positionId));
  const signed = new Set(state.signedDifferences);
  const isUnsigned = (difference: Difference): boolean => !signed.has(differenceKey(difference));
  const missing = state.positions
    .filter((position) => !reportedIds.has(position.positionId) && remainingVolume(state, position) > 0)
    .filter((position) => isUnsigned(missingDifference(position)));
  const strangers = reported.flatMap((position) => strangerIn(position, state, installationTag));
  return {
    positions: [...reported, ...missing],
    differences: [...strangers.filter(isUnsigned), ...missing.map(missingDifference)],
  };
}

function strangerIn(position: Position, state: EngineState, installationTag: number): readonly Difference[] {
  const { positionId, symbol, clientOrderId } = position;
  const mark = clientOrderId === null ? null : parseClientOrderId(clientOrderId);
  const described = `${position.side} ${position.volume} ${symbol}`;
  if (mark === null) {
    const message = `${described} (position ${positionId}) was opened by hand or by another adviser`;
    return [{ kind: 'manualPosition', positionId, symbol, message }];
  }
  if (mark.installationTag !== installationTag) {
    const message = `${described} (position ${positionId}) was opened by another cockpit, tag ${mark.installationTag}`;
    return [{ kind: 'otherCockpit', positionId, symbol, message }];
  }
  if (clientOrderId !== null && clientOrderId in state.owners) return [];
  const message = `${described} (position ${positionId}) bears our mark ${clientOrderId ?? ''}, but no open order of ours explains it`;
  return [{ kind: 'lateFill', positionId, symbol, message }];
}

function missingDifference({ positionId, symbol, side, volume }: Position): Difference {
  const message = `${side} ${volume} ${symbol} (position ${positionId}) is no longer reported, and the deals that closed it were not seen`;
  return { kind: 'missingPosition', positionId, symbol, message };
}
