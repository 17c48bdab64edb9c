import type { ReasoningStep } from '#shared/agent/agent-run.ts';

/** The steps of a run from both ways that they come by, each once, by their number. */
export function mergeSteps(
  fetched: readonly ReasoningStep[],
  heard: readonly ReasoningStep[],
): readonly ReasoningStep[] {
  const bySequence = new Map([...fetched, ...heard].map((step) => [step.sequence, step]));
  return [...bySequence.values()].toSorted((a, b) => a.sequence - b.sequence);
}
