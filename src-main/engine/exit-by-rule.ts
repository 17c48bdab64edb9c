import { assertDefined } from '#shared/base/assert.ts';
import { partOf } from '#shared/market/instrument-volume.ts';
import type { Position } from '#shared/trading/position.ts';
import type { Signal, SignalDecision } from '#shared/trading/signal.ts';
import { closePosition } from './close-position.ts';
import { modifyPosition } from './modify-position.ts';
import { remainingVolume } from './remaining-volume.ts';
import type { Step } from './step.ts';

interface RuledPosition<Kind extends Signal['kind']> {
  readonly position: Position;
  readonly decision: SignalDecision;
  readonly signal: Extract<Signal, { kind: Kind }>;
}

/** A rule's exit needs no person. What stands in its way (a close that is under way) is logged; the rule says so again on the next bar. */
export function exitByRule(step: Step, { position, decision, signal }: RuledPosition<'exit'>): void {
  const { positionId } = position;
  const closed = closePosition(step, { positionId, reason: signal.reason, decisionId: decision.decisionId });
  if (!closed.ok) step.dependencies.logger.warn('an exit was not sent', { code: closed.error.code });
}

/** Nor does the close of a part: of what is left by the deals that were seen, and of nothing where that is too small to be divided. */
export function closePartByRule(step: Step, { position, decision, signal }: RuledPosition<'closePart'>): void {
  const { positionId, symbol } = position;
  const instrument = assertDefined(step.market.instruments.get(symbol), 'the instrument that was decided with');
  const { reason, ratio } = signal;
  const volume = partOf(remainingVolume(step.state, position), ratio, instrument);
  if (volume === 0) {
    step.dependencies.logger.warn('a part was not closed', { code: 'VOLUME_BELOW_MIN', positionId });
    return;
  }
  const closed = closePosition(step, { positionId, reason, decisionId: decision.decisionId, volume });
  if (!closed.ok) step.dependencies.logger.warn('a part was not closed', { code: closed.error.code });
}

/** Nor does a stop that a rule moves nearer to the price; the target stays. One that is no longer nearer is denied by its proof. */
export function moveStopByRule(step: Step, { position, decision, signal }: RuledPosition<'moveStop'>): void {
  const { positionId, target } = position;
  const { decisionId } = decision;
  const moved = modifyPosition(step, { positionId, stop: signal.stop, target, by: 'rule', decisionId });
  if (!moved.ok) step.dependencies.logger.warn('a stop was not moved', { code: moved.error.code });
}
