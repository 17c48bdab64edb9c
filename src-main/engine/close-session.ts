import type { Fault } from '#shared/base/fault.ts';
import { loseAnswers } from '#main/execution/lose-answers.ts';
import { settleTradingState } from './settle-trading-state.ts';
import type { Step } from './step.ts';

/** A lost session loses answers: every order on its way is unknown from here on, until the terminal's records tell. */
export function closeSession(step: Step, cause: Fault): void {
  if (!step.state.isConnected) return;
  step.record({ kind: 'terminalDisconnected', fault: cause });
  step.desk.connectedAt = null;
  for (const event of loseAnswers(Object.values(step.state.orders), 'sessionClosed')) step.record(event);
  settleTradingState(step);
}
