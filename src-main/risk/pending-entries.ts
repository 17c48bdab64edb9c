import type { Order, OrderRequest } from '#shared/trading/order.ts';
import type { Position } from '#shared/trading/position.ts';
import { lots, type Lots } from '#shared/units/lots.ts';

/** The part of an entry order that can still become a position. */
export interface PendingEntry {
  readonly request: Extract<OrderRequest, { kind: 'entry' }>;
  readonly remaining: Lots;
}

/** Less than this is nothing: volumes lie on steps of 0.00000001 or more. */
const nothing = 1e-9;

/**
 * Entries under way. What deals or a position of the same order show as filled counts among the positions; an order of unknown outcome
 * counts in full until the terminal's records tell.
 */
export function pendingEntries(orders: readonly Order[], positions: readonly Position[]): readonly PendingEntry[] {
  if (orders.length === 0) return none;
  const entries: PendingEntry[] = [];
  for (const { request, filledVolume } of orders) {
    if (request.kind !== 'entry') continue;
    const seen = positions
      .filter((position) => position.clientOrderId === request.clientOrderId)
      .reduce((sum, position) => sum + position.volume, 0);
    const remaining = request.volume - Math.max(filledVolume, seen);
    if (remaining > nothing) entries.push({ request, remaining: lots(remaining) });
  }
  return entries;
}

const none: readonly PendingEntry[] = [];

/** Entries under way of which no position is there yet. */
export const countUnseen = (entries: readonly PendingEntry[], positions: readonly Position[]): number =>
  entries.length === 0
    ? 0
    : entries.filter(({ request }) => !positions.some(({ clientOrderId }) => clientOrderId === request.clientOrderId))
        .length;
