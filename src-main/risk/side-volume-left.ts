import type { PendingEntry } from './pending-entries.ts';
import type { KnownRequest } from './risk-request.ts';

/** Lots that the broker still takes of the intent's symbol and side: its limit counts positions and whatever waits, whoever placed it. */
export const sideVolumeLeft = (request: KnownRequest, entries: readonly PendingEntry[]): number =>
  request.instrument.volumeLimit === 0 ? Infinity : leftOf(request, entries);

function leftOf(
  { intent, instrument, positions, pendingOrders, brokerOrders }: KnownRequest,
  entries: readonly PendingEntry[],
): number {
  const isOfSide = ({ symbol, side }: Pick<typeof intent, 'symbol' | 'side'>): boolean =>
    symbol === intent.symbol && side === intent.side;
  const ours = new Set<string | null>(pendingOrders.map(({ request }) => request.clientOrderId));
  const waiting = brokerOrders.filter((order) => isOfSide(order) && !ours.has(order.clientOrderId));
  return (
    instrument.volumeLimit -
    sum(positions.filter(isOfSide), ({ volume }) => volume) -
    sum(waiting, ({ volumeLeft }) => volumeLeft) -
    sum(
      entries.filter(({ request }) => isOfSide(request)),
      ({ remaining }) => remaining,
    )
  );
}

const sum = <T>(list: readonly T[], volumeOf: (one: T) => number): number =>
  list.reduce((total, one) => total + volumeOf(one), 0);
