import type { Position } from '#shared/trading/position.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import { closePosition } from './close-position.ts';
import type { Step } from './step.ts';

/** A rule's exit needs no person. What stands in its way (a close that is under way) is logged; the rule says so again on the next bar. */
export function exitByRule(
  step: Step,
  {
    position,
    decision,
    reason,
  }: {
    readonly position: Position | null;
    readonly decision: SignalDecision;
    readonly reason: Extract<SignalDecision['signal'], { kind: 'exit' }>['reason'];
  },
): void {
  if (position === null) return;
  const closed = closePosition(step, { positionId: position.positionId, reason, decisionId: decision.decisionId });
  if (!closed.ok) step.dependencies.logger.warn('an exit was not sent', { code: closed.error.code });
}
