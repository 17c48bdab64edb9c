import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Account } from '#shared/trading/account.ts';
import type { AuthorizedModify } from '#shared/trading/authorized.ts';
import type { Position } from '#shared/trading/position.ts';
import type { ModifyIntent } from '#shared/trading/trade-intent.ts';
import type { Price } from '#shared/units/price.ts';
import { markModify } from './mark-authorized.ts';

export interface ModifyClaim {
  readonly intent: ModifyIntent;
  readonly account: Pick<Account, 'identity'>;
  /** The newest complete report. */
  readonly positions: readonly Position[];
  /** Whether the trader's own hand asks for it. */
  readonly isByTrader: boolean;
  /** What the position's entry was approved with, where that is set again because the position bears something else. */
  readonly approved?: Pick<ModifyIntent, 'stop' | 'target'>;
}

/**
 * Proves a change of stops against the position that was seen. One that only reduces (the stop nearer to the price, the target no farther)
 * needs nobody; a wider one needs the trader's own hand, or to be what he has approved with the entry. POSITION_UNKNOWN, NOT_A_REDUCTION.
 */
export function authorizeModify({
  intent,
  account,
  positions,
  isByTrader,
  approved,
}: ModifyClaim): Result<AuthorizedModify, Fault> {
  const { positionId, stop, target } = intent;
  const position = positions.find((seen) => seen.positionId === positionId);
  if (position === undefined) {
    return err(fault('POSITION_UNKNOWN', 'The terminal reports no such position; nothing was sent.', { positionId }));
  }
  const isReduction = isNearer(position, stop) && isNoFarther(position, target);
  const isApproved = approved?.stop === stop && approved.target === target;
  if (!isReduction && !isApproved && !isByTrader) {
    return err(
      fault(
        'NOT_A_REDUCTION',
        'A stop may be widened, and a target moved away, by the trader only. Nothing was sent.',
        {
          positionId,
          stop,
          stopNow: position.stop,
          target,
          targetNow: position.target,
        },
      ),
    );
  }
  const { symbol, side, volume } = position;
  return ok(
    markModify({
      kind: 'modify',
      intentId: intent.intentId,
      authorizedBy: isReduction ? 'reduction' : isApproved ? 'approvedEntry' : 'trader',
      account: account.identity,
      positionId,
      symbol,
      side,
      volume,
      stop,
      target,
    }),
  );
}

/** A position without a stop can only gain by one. */
function isNearer({ side, stop: now }: Position, stop: Price): boolean {
  if (now === null) return true;
  return side === 'buy' ? stop >= now : stop <= now;
}

/** To give up a target, or to move it away, keeps the position open for longer. */
function isNoFarther({ side, target: now }: Position, target: Price | null): boolean {
  if (now === null) return true;
  if (target === null) return false;
  return side === 'buy' ? target <= now : target >= now;
}
