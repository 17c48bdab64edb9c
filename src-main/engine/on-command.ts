import { assertNever } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Actor } from '#shared/trading/engine-event.ts';
import type { CockpitCommand } from '#main/ports/cockpit.ts';
import { approveTicket } from './approve-ticket.ts';
import { closePosition } from './close-position.ts';
import { endTicket } from './end-ticket.ts';
import type { ReplayCommand } from './engine-effect.ts';
import { settleTradingState } from './settle-trading-state.ts';
import type { Step } from './step.ts';

export function onCommand(step: Step, command: CockpitCommand, actor: Actor): Result<void, Fault> {
  switch (command.kind) {
    case 'approve':
      return approveTicket(step, command, actor);
    case 'reject':
      return endTicket(step, { ...command, outcome: 'rejectedByTrader', actor });
    case 'closePosition':
      return closePosition(step, { positionId: command.positionId, reason: 'trader', decisionId: null });
    case 'halt':
      return halt(step, command.reason, actor);
    case 'resume':
      return resume(step, command.reason, actor);
    case 'pauseReplay':
    case 'resumeReplay':
    case 'stepReplay':
    case 'setReplaySpeed':
      return controlReplay(step, command);
    default:
      return assertNever(command, 'command');
  }
}

/** Refuses entries from now on; open tickets die with it. Reducing stays possible. */
function halt(step: Step, reason: string, actor: Actor): Result<void, Fault> {
  step.record({ kind: 'tradingStateChanged', state: 'halted', reason, actor });
  for (const { approvalId } of Object.values(step.state.tickets)) {
    endTicket(step, { approvalId, outcome: 'superseded', actor, reason: 'trading was halted' });
  }
  return ok(undefined);
}

/** The trader's signature: over what differs, over repeated crashes, and over a halt. What still forbids entries then applies again. */
function resume(step: Step, reason: string, actor: Actor): Result<void, Fault> {
  step.desk.isSigned = true;
  step.record({ kind: 'tradingStateChanged', state: 'active', reason, actor });
  settleTradingState(step);
  return ok(undefined);
}

function controlReplay(step: Step, command: ReplayCommand): Result<void, Fault> {
  if (step.market.replay === null) {
    return err(
      fault('REQUEST_INVALID', 'Only a simulated terminal can be held, stepped or sped up; this one is real.'),
    );
  }
  step.perform(command);
  return ok(undefined);
}
