import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { intentId, type DecisionId, type PositionId } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import type { CloseIntent } from '#shared/trading/trade-intent.ts';
import type { Lots } from '#shared/units/lots.ts';
import { authorizeReduction } from '#main/approval/authorize-reduction.ts';
import type { EngineState } from './engine-state.ts';
import { remainingVolume } from './remaining-volume.ts';
import { sendOrder } from './send-order.ts';
import type { Step } from './step.ts';

/** Closes a position that was seen. Nothing but the proof stands in the way: no halt, no cap, no trading state. */
export function closePosition(
  step: Step,
  wish: {
    readonly positionId: PositionId;
    readonly reason: CloseIntent['reason'];
    readonly decisionId: DecisionId | null;
    /** A part of it; all that is left where none is named. */
    readonly volume?: Lots | null;
  },
): Result<void, Fault> {
  const { positionId, reason, decisionId } = wish;
  const positions = stillOpen(step.state);
  const position = positions.find((it) => it.positionId === positionId);
  const { account } = step.market;
  if (position === undefined || account === null) {
    return err(
      fault('POSITION_UNKNOWN', 'No such position is open by the terminal’s reports and deals. Nothing was sent.', {
        positionId,
      }),
    );
  }
  const clientOrderId = step.dependencies.orderIds.next();
  const { symbol } = position;
  const volume = wish.volume ?? position.volume;
  const intent: CloseIntent = {
    kind: 'close',
    intentId: intentId(`close:${clientOrderId}`),
    decisionId,
    positionId,
    symbol,
    volume,
    reason,
    decidedAtUtcMs: step.nowUtcMs,
  };
  step.record({ kind: 'intentFormed', intent });
  const orders = Object.values(step.state.orders);
  const authorized = authorizeReduction({ intent, account, positions, orders });
  if (!authorized.ok) {
    step.record({ kind: 'intentDenied', intentId: intent.intentId, fault: authorized.error });
    return authorized;
  }
  sendOrder(step, { authorized: authorized.value, clientOrderId });
  return ok(undefined);
}

/** The reported positions less what deals have closed since: the report may be older than the deal. */
const stillOpen = (state: EngineState): readonly Position[] =>
  state.positions
    .map((position) => ({ ...position, volume: remainingVolume(state, position) }))
    .filter((position) => position.volume > 0);
