import type { BrokerOrder } from '#shared/trading/broker-order.ts';
import type { Difference } from '#shared/trading/difference.ts';
import { parseClientOrderId } from '#shared/trading/client-order-id.ts';
import type { Position } from '#shared/trading/position.ts';
import type { LedgerReads } from '#main/ports/ledger-reads.ts';
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
  brokerOrders,
  installationTag,
  findOrder,
}: {
  readonly state: EngineState;
  readonly reported: readonly Position[];
  readonly brokerOrders: readonly BrokerOrder[];
  readonly installationTag: number;
  readonly findOrder: LedgerReads['findOrder'];
}): Reconciled {
  const reportedIds = new Set(reported.map((position) => position.positionId));
  const signed = new Set(state.signedDifferences);
  const isUnsigned = (difference: Difference): boolean => !signed.has(differenceKey(difference));
  const missing = state.positions
    .filter((position) => !reportedIds.has(position.positionId) && remainingVolume(state, position) > 0)
    .filter((position) => isUnsigned(missingDifference(position)));
  const known = { state, installationTag, findOrder };
  const strangers = [
    ...reported.flatMap((position) => strangerIn(position, known)),
    ...brokerOrders.flatMap((order) => strangeOrder(order, known)),
    ...Object.entries(state.otherCockpits).map(otherCockpit),
  ];
  return {
    positions: [...reported, ...missing],
    differences: [...strangers.filter(isUnsigned), ...missing.map(missingDifference)],
  };
}

interface Known {
  readonly state: EngineState;
  readonly installationTag: number;
  readonly findOrder: LedgerReads['findOrder'];
}

function strangerIn(position: Position, { state, installationTag, findOrder }: Known): readonly Difference[] {
  const { positionId, symbol, clientOrderId, origin } = position;
  const mark = clientOrderId === null ? null : parseClientOrderId(clientOrderId);
  const described = `${position.side} ${position.volume} ${symbol}`;
  if (mark === null) {
    const isAdvisers = origin === 'adviser';
    const message = `${described} (position ${positionId}) was opened by ${isAdvisers ? 'another adviser' : 'hand'}`;
    return [{ kind: isAdvisers ? 'otherAdviser' : 'manualPosition', positionId, symbol, message }];
  }
  if (mark.installationTag !== installationTag) {
    const message = `${described} (position ${positionId}) was opened by another cockpit, tag ${mark.installationTag}`;
    return [{ kind: 'otherCockpit', positionId, symbol, message }];
  }
  if (clientOrderId !== null && clientOrderId in state.owners) return [];
  if (clientOrderId !== null && findOrder(clientOrderId)?.request.kind === 'reduceOnly') {
    const message = `${described} (position ${positionId}) was opened by an order that should have closed one; close it`;
    return [{ kind: 'closeOpenedExposure', positionId, symbol, message }];
  }
  const message = `${described} (position ${positionId}) bears our mark ${clientOrderId ?? ''}, but no open order of ours explains it`;
  return [{ kind: 'lateFill', positionId, symbol, message }];
}

/** We send market orders only, and these end at once: one that stands at the broker is another cockpit's, or came back after its end. */
function strangeOrder(order: BrokerOrder, { state, installationTag }: Known): readonly Difference[] {
  const { orderTicket, clientOrderId, symbol } = order;
  const mark = clientOrderId === null ? null : parseClientOrderId(clientOrderId);
  if (mark === null || clientOrderId === null || clientOrderId in state.orders) return [];
  const described = `${order.type} ${order.side} ${order.volumeLeft} ${symbol} (order ${orderTicket})`;
  if (mark.installationTag !== installationTag) {
    const message = `${described} was placed by another cockpit, tag ${mark.installationTag}`;
    return [{ kind: 'otherCockpit', positionId: null, symbol, message }];
  }
  const message = `${described} bears our mark ${clientOrderId}, but no open order of ours explains it`;
  return [{ kind: 'lateFill', positionId: null, symbol, message }];
}

function otherCockpit([tag, { symbol, dealTicket }]: [string, EngineState['otherCockpits'][string]]): Difference {
  const message = `deal ${dealTicket} of ${symbol} bears the mark of another cockpit, tag ${tag}`;
  return { kind: 'otherCockpit', positionId: null, symbol, message };
}

function missingDifference({ positionId, symbol, side, volume }: Position): Difference {
  const message = `${side} ${volume} ${symbol} (position ${positionId}) is no longer reported, and the deals that closed it were not seen`;
  return { kind: 'missingPosition', positionId, symbol, message };
}
