import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { intentId, type DecisionId, type PositionId } from '#shared/trading/ids.ts';
import type { ModifyIntent } from '#shared/trading/trade-intent.ts';
import type { Price } from '#shared/units/price.ts';
import { authorizeModify } from '#main/approval/authorize-modify.ts';
import { sendOrder } from './send-order.ts';
import type { Step } from './step.ts';

/**
 * Moves stop and target of a position that was seen: by the trader's own hand, by a rule or by what agents propose (which can only reduce), or back to what its entry was
 * approved with.
 */
export function modifyPosition(
  step: Step,
  wish: {
    readonly positionId: PositionId;
    readonly stop: Price;
    readonly target: Price | null;
    readonly by: 'trader' | 'rule' | 'approvedEntry' | 'proposal';
    /** Of the rule that decided it. */
    readonly decisionId?: DecisionId;
  },
): Result<void, Fault> {
  const { positionId, stop, target, by } = wish;
  const { positions } = step.state;
  const position = positions.find((it) => it.positionId === positionId);
  const { account } = step.market;
  if (position === undefined || account === null) {
    return err(
      fault('POSITION_UNKNOWN', 'No such position is open by the terminal’s reports. Nothing was sent.', {
        positionId,
      }),
    );
  }
  const clientOrderId = step.dependencies.orderIds.next();
  const intent: ModifyIntent = {
    kind: 'modify',
    intentId: intentId(`modify:${clientOrderId}`),
    decisionId: wish.decisionId ?? null,
    positionId,
    symbol: position.symbol,
    stop,
    target,
    decidedAtUtcMs: step.nowUtcMs,
  };
  step.record({ kind: 'intentFormed', intent });
  const approved = by === 'approvedEntry' ? { approved: { stop, target } } : {};
  const authorized = authorizeModify({ intent, account, positions, isByTrader: by === 'trader', ...approved });
  if (!authorized.ok) {
    step.record({ kind: 'intentDenied', intentId: intent.intentId, fault: authorized.error });
    return authorized;
  }
  sendOrder(step, { authorized: authorized.value, clientOrderId });
  return ok(undefined);
}
