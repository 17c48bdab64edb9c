import { silence } from './ask-agents.ts';
import { onAnswered } from './on-answered.ts';
import type { Step } from './step.ts';

/** What an answer may be late by, on the desk's steady clock: an analyst keeps its deadline to 100 ms. */
const graceMs = 1_000;

/** Ends the wait for whoever has not answered by his deadline. */
export function loseOverdueOpinions(step: Step): void {
  const { desk, dependencies } = step;
  const now = dependencies.monotonicClock.nowMs();
  for (const [key, { question, sinceMs }] of desk.asked) {
    const deadlineMs = dependencies.agents.deadlineMs[question.scenario];
    if (now - sinceMs > deadlineMs + graceMs) onAnswered(step, { kind: 'answered', key, answer: silence });
  }
}
