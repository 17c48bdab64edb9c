import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Account } from '#shared/trading/account.ts';
import type { AuthorizedReduction } from '#shared/trading/authorized.ts';
import { hasEnded, type Order } from '#shared/trading/order.ts';
import type { Position } from '#shared/trading/position.ts';
import { oppositeSide } from '#shared/trading/side.ts';
import type { CloseIntent } from '#shared/trading/trade-intent.ts';
import { markReduction } from './mark-authorized.ts';

export interface ReductionClaim {
  readonly intent: CloseIntent;
  readonly account: Pick<Account, 'identity' | 'marginMode'>;
  /** The newest complete report. */
  readonly positions: readonly Position[];
  /** Orders of ours that have not ended: what is being closed already is not closed twice. */
  readonly orders: readonly Order[];
}

/**
 * Proves a close against the position that was seen: the opposite side, and not more than what is left of it. No halt, cap, expiry or
 * person is asked. POSITION_UNKNOWN, NOT_A_REDUCTION; on a netting account, where a close is just an opposite deal, also
 * ORDER_OUTCOME_UNKNOWN while an earlier close of that position may yet execute.
 */
export function authorizeReduction({
  intent,
  account,
  positions,
  orders,
}: ReductionClaim): Result<AuthorizedReduction, Fault> {
  const { positionId, symbol, volume } = intent;
  const position = positions.find((seen) => seen.positionId === positionId);
  if (position === undefined) {
    return err(fault('POSITION_UNKNOWN', 'The terminal reports no such position; nothing was sent.', { positionId }));
  }
  const closing = orders.filter((order) => isClosing(order, position));
  if (account.marginMode === 'netting' && closing.some((order) => order.status === 'unknown')) {
    return err(
      fault(
        'ORDER_OUTCOME_UNKNOWN',
        'An earlier close of this position is unresolved, and on a netting account a second one could open a new position.',
        { positionId },
      ),
    );
  }
  const remaining = remainingVolume(position, closing);
  if (symbol !== position.symbol || volume <= 0 || volume > remaining) {
    return err(
      fault('NOT_A_REDUCTION', 'Only what is left of the position, and is not being closed already, can be closed.', {
        positionId,
        symbol,
        volume,
        remaining,
      }),
    );
  }
  return ok(
    markReduction({
      kind: 'reduceOnly',
      intentId: intent.intentId,
      account: account.identity,
      positionId,
      symbol,
      side: oppositeSide(position.side),
      volume,
      provedAgainst: { volume: position.volume, side: position.side },
    }),
  );
}

const isClosing = ({ request, status }: Order, position: Position): boolean =>
  request.kind === 'reduceOnly' && request.positionId === position.positionId && !hasEnded(status);

/** An unknown close does not count on a hedging account: the position was read after it, and a closed one cannot be closed twice. */
function remainingVolume(position: Position, closing: readonly Order[]): number {
  const underWay = closing
    .filter((order) => order.status !== 'unknown')
    .reduce((sum, order) => sum + order.request.volume - order.filledVolume, 0);
  return Number((position.volume - underWay).toFixed(8));
}
