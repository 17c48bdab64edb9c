import type { AgentsInStep } from '#main/wiring/wire-agents.ts';

/** Of the newest so many runs: how many look-ups of a run, in the mean, had no time left. */
export function lostLookups(runs: AgentsInStep['runs'], count: number): number {
  const newest = runs.runs({
    ...{ scenario: null, symbol: null, kind: null, decisionId: null, before: null, limit: count },
  });
  const steps = newest.flatMap(({ runId }) => runs.run(runId)?.steps ?? []);
  return steps.filter((step) => step.kind === 'toolCalled' && step.fault !== null).length / newest.length;
}
