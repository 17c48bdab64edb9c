import type { AgentRunSummary } from '#shared/agent/agent-run.ts';
import { useState } from 'react';
import type { Refusal } from '../stream/ask-engine.ts';
import { useCockpit } from '../stream/cockpit-context.ts';
import type { RunWish } from './run-wish.ts';

export interface OlderPages {
  readonly runs: readonly AgentRunSummary[];
  readonly isAsking: boolean;
  readonly refusal: Refusal | null;
  /** There are none before those. */
  readonly isEnd: boolean;
  readonly askBefore: (oldest: AgentRunSummary | undefined) => Promise<void>;
}

const page = 50;

interface State extends Omit<OlderPages, 'askBefore'> {
  readonly of: RunWish | null;
}

const none: State = { of: null, runs: [], isAsking: false, refusal: null, isEnd: false };

/** Runs of before those that were told, a page at a time. Another wish begins anew. */
export function useOlderRuns(wish: RunWish): OlderPages {
  const { ask } = useCockpit();
  const [state, setState] = useState<State>(none);
  const own = state.of === wish ? state : { ...none, of: wish };
  const askBefore = async (oldest: AgentRunSummary | undefined): Promise<void> => {
    if (own.isAsking) return;
    setState({ ...own, isAsking: true, refusal: null });
    const { scenario, symbol, kind } = wish;
    const before = oldest === undefined ? null : { startedAtUtcMs: oldest.startedAtUtcMs, runId: oldest.runId };
    const answer = await ask((client) => client.agents.runs({ scenario, symbol, kind, before, limit: page }));
    setState((now) => {
      if (now.of !== wish) return now;
      if (!answer.ok) return { ...now, isAsking: false, refusal: answer.error };
      return { ...now, isAsking: false, runs: [...now.runs, ...answer.value], isEnd: answer.value.length < page };
    });
  };
  return { ...own, askBefore };
}
