import type { EngineState } from './engine-state.ts';
import type { Step } from './step.ts';

/**
 * A replay waits while a ticket is open, or the agents are asked about an entry. Asked for at the end of a turn, after whatever it sends: an approved order meets the market that it
 * was approved in.
 */
export function settleReplay(step: Step): void {
  if (!step.dependencies.holdsReplayForTickets || isWaiting(step.before) === isWaiting(step.state)) return;
  step.perform({ kind: isWaiting(step.state) ? 'holdReplay' : 'releaseReplay' });
}

/** The terminal may have missed what was asked of it: at the start of a session it is told how things stand. */
export function tellReplay(step: Step): void {
  if (!step.dependencies.holdsReplayForTickets) return;
  step.perform({ kind: isWaiting(step.state) ? 'holdReplay' : 'releaseReplay' });
}

const isWaiting = ({ tickets, questions }: EngineState): boolean =>
  Object.keys(tickets).length > 0 || Object.keys(questions).length > 0;
