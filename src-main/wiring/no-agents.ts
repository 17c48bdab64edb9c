import { fault } from '#shared/base/fault.ts';
import { err } from '#shared/base/result.ts';
import type { AgentFeed, AgentReplays, AgentRunReads } from '#main/ports/agent-runs.ts';

/** Where nobody is asked and nothing was ever recorded. */
export const noAgents: { readonly runs: AgentRunReads; readonly feed: AgentFeed; readonly replays: AgentReplays } = {
  runs: { runs: () => [], run: () => null, recorded: () => null },
  feed: { subscribe: () => ({ [Symbol.dispose]: () => undefined }) },
  replays: {
    replay: (runId) =>
      Promise.resolve(err(fault('AGENT_RUN_UNKNOWN', 'No run of agents was ever recorded here.', { runId }))),
  },
};
