import type { EngineState } from './engine-state.ts';
import type { Step } from './step.ts';

/**
 * A replay waits while a ticket is open. Asked for at the end of a turn, after whatever it sends: an approved order meets the market that it
 * was approved in.
 */
export function settleReplay(step: Step): void {
  if (!step.dependencies.holdsReplayForTickets || isTicketOpen(step.before) === isTicketOpen(step.state)) return;
  step.perform({ kind: isTicketOpen(step.state) ? 'holdReplay' : 'releaseReplay' });
}

/** The terminal may have missed what was asked of it: at the start of a session it is told how things stand. */
export function tellReplay(step: Step): void {
  if (!step.dependencies.holdsReplayForTickets) return;
  step.perform({ kind: isTicketOpen(step.state) ? 'holdReplay' : 'releaseReplay' });
}

const isTicketOpen = ({ tickets }: EngineState): boolean => Object.keys(tickets).length > 0;
