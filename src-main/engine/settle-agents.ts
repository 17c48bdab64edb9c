import { explainSwitch } from './explain-switch.ts';
import { forgetGone } from './propose.ts';
import type { Step } from './step.ts';
import { tellOutcomes } from './tell-agents.ts';

/** What a turn's events mean to the agents: a position is gone, a ticket has ended, another scenario may enter. */
export function settleAgents(step: Step): void {
  if (step.events.length === 0) return;
  forgetGone(step);
  tellOutcomes(step);
  explainSwitch(step);
}
