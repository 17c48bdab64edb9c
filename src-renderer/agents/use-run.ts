import type { AgentRun, AgentRunSummary } from '#shared/agent/agent-run.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import { useMemo } from 'react';
import type { HeardRun } from '../stream/agent-runs.ts';
import type { Refusal } from '../stream/ask-engine.ts';
import { useAgentRuns } from '../stream/cockpit-context.ts';
import { useAnswer } from '../stream/use-answer.ts';
import { mergeSteps } from './merge-steps.ts';
import { runStory, type RunStory } from './run-story.ts';

export interface ShownRun {
  /** Null until the engine has answered. */
  readonly summary: AgentRunSummary | null;
  readonly story: RunStory;
  readonly speeches: HeardRun['speeches'];
  readonly refusal: Refusal | null;
  readonly isAsking: boolean;
}

const fetchRun = (client: ContractClient, wish: { readonly runId: string }, signal: AbortSignal): Promise<AgentRun> =>
  client.agents.run(wish, { signal });

const noSpeeches: HeardRun['speeches'] = [];

/** A run as the engine keeps it, and as it goes on. It is asked for anew where news of it may have been missed. */
export function useRun(runId: string): ShownRun {
  const heard = useAgentRuns((view) => view.heard.get(runId)) ?? undefined;
  const told = useAgentRuns((view) => view.runs.find((run) => run.runId === runId)) ?? undefined;
  const beginnings = useAgentRuns((view) => view.beginnings);
  const firstHeard = heard?.steps[0]?.sequence;
  // eslint-disable-next-line react-hooks/exhaustive-deps -- another beginning, and steps that begin elsewhere, are another wish for the same run
  const wish = useMemo(() => ({ runId }), [runId, beginnings, firstHeard]);
  const { answer, refusal, isAsking } = useAnswer({ wish, request: fetchRun });
  const fetched = answer?.summary.runId === runId ? answer : null;
  const story = useMemo(() => runStory(mergeSteps(fetched?.steps ?? [], heard?.steps ?? [])), [fetched, heard?.steps]);
  return {
    summary: told ?? fetched?.summary ?? null,
    story,
    speeches: heard?.speeches ?? noSpeeches,
    refusal,
    isAsking,
  };
}
