import type { Question } from '#main/ports/analyst.ts';
import type { Scenario } from '#shared/trading/scenario.ts';

/** Of the graph that follows a scenario on a symbol from setup to exit. */
export const tradeThread = ({ scenario, symbol }: { readonly scenario: Scenario; readonly symbol: string }): string =>
  `${scenario}:${symbol}`;

/** Whether its graph may come to wait for a ticket, and so leaves a checkpoint. */
export const isKept = (question: Question): boolean =>
  question.kind === 'manage' || (question.kind === 'entry' && question.aside === undefined);

/** Where a question is thought about. What is asked beside the trade has a thread of its own, so that it takes none from a ticket that waits. */
export const threadOf = (question: Question, runId: string): string =>
  isKept(question) ? tradeThread(question) : `aside:${runId}`;
