import { assertNever } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import type { CockpitCommand } from '#main/ports/cockpit.ts';
import { approveTicket } from './approve-ticket.ts';
import { closePosition } from './close-position.ts';
import { endTicket } from './end-ticket.ts';
import type { ReplayCommand } from './engine-effect.ts';
import { startFlatten, stopFlatten } from './flatten.ts';
import { govern } from './govern.ts';
import { halt } from './halt.ts';
import { retireLesson } from './learn.ts';
import { modifyPosition } from './modify-position.ts';
import { modifyTicket } from './modify-ticket.ts';
import { heldByFile } from './on-word-file.ts';
import { dismissProposal, takeProposal } from './propose.ts';
import { settleTradingState } from './settle-trading-state.ts';
import type { Step } from './step.ts';
import { takeReduction } from './watch-over-risk.ts';

export function onCommand(step: Step, command: CockpitCommand, actor: Actor): Result<void, Fault> {
  switch (command.kind) {
    case 'approve':
      return approveTicket(step, command, actor);
    case 'modifyTicket':
      return modifyTicket(step, command, actor);
    case 'reject':
      return endTicket(step, { ...command, outcome: 'rejectedByTrader', actor });
    case 'closePosition': {
      const { positionId, volume = null } = command;
      return closePosition(step, { positionId, reason: 'trader', decisionId: null, volume });
    }
    case 'modifyPosition':
      return modifyPosition(step, { ...command, by: 'trader' });
    case 'takeProposal':
      return takeProposal(step, command.proposalId, actor);
    case 'dismissProposal':
      return dismissProposal(step, command.proposalId, actor);
    case 'retireLesson':
      return retireLesson(step, command, actor);
    case 'takeReduction':
      return takeReduction(step, command.positionId);
    case 'holdScenario':
    case 'forceScenario':
    case 'releaseScenario':
      return govern(step, command, actor);
    case 'halt':
      halt(step, command.reason, actor);
      return ok(undefined);
    case 'resume':
      return resume(step, command.reason, actor);
    case 'flatten':
      return startFlatten(step, { ...command, actor });
    case 'pauseReplay':
    case 'resumeReplay':
    case 'stepReplay':
    case 'setReplaySpeed':
      return controlReplay(step, command);
    default:
      return assertNever(command, 'command');
  }
}

/** The trader's signature: over what differs, over repeated crashes, and over a halt. What still forbids entries then applies again. */
function resume(step: Step, reason: string, actor: Actor): Result<void, Fault> {
  if (step.market.limits?.halt.chart === true && step.state.isConnected) return err(haltedAtChart);
  const held = heldByFile(step);
  if (held !== null) return err(held);
  stopFlatten(step, reason);
  step.desk.isSigned = true;
  step.record({ kind: 'tradingStateChanged', state: 'active', reason, actor });
  settleTradingState(step);
  return ok(undefined);
}

const haltedAtChart = fault(
  'HALTED',
  'Trading was halted at the terminal’s chart, and only there is that lifted: press RESUME on the chart first.',
);

function controlReplay(step: Step, command: ReplayCommand): Result<void, Fault> {
  if (step.market.replay === null) {
    return err(
      fault('REQUEST_INVALID', 'Only a simulated terminal can be held, stepped or sped up; this one is real.'),
    );
  }
  step.perform(command);
  return ok(undefined);
}
