import type { CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import { hasEnded } from '#shared/trading/order.ts';
import type { Position } from '#shared/trading/position.ts';

export type TradersWish =
  | { readonly kind: 'approve'; readonly ticket: ApprovalTicket }
  | { readonly kind: 'close'; readonly position: Position };

/** What the trader wants of what the cockpit shows: the ticket that waits, else to be out of a position that is not being closed. */
export function tradersWish({
  approvals,
  positions,
  orders,
}: Pick<CockpitSnapshot, 'approvals' | 'positions' | 'orders'>): TradersWish | null {
  const [waiting] = approvals;
  if (waiting !== undefined) return { kind: 'approve', ticket: waiting.ticket };
  const position = positions.find(
    ({ positionId }) =>
      !orders.some(
        ({ request, status }) =>
          request.kind === 'reduceOnly' &&
          request.positionId === positionId &&
          !hasEnded(status) &&
          status !== 'unknown',
      ),
  );
  return position === undefined ? null : { kind: 'close', position };
}
