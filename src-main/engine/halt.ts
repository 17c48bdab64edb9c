import type { Actor } from '#shared/events/engine-event.ts';
import { endTicket } from './end-ticket.ts';
import type { Step } from './step.ts';

/** Refuses entries from now on; open tickets die with it. Reducing stays possible. */
export function halt(step: Step, reason: string, actor: Actor): void {
  step.record({ kind: 'tradingStateChanged', state: 'halted', reason, actor });
  for (const { approvalId } of Object.values(step.state.tickets)) {
    endTicket(step, { approvalId, outcome: 'superseded', actor, reason: 'trading was halted' });
  }
}
