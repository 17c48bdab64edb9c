import type { AgentRunBatch, AgentRunNews } from '#shared/contract/agents.ts';
import type { AgentFeed, AgentRunReads } from '#main/ports/agent-runs.ts';
import type { Timers } from '#main/ports/timers.ts';
import { GatheredStream } from './gathered-stream.ts';
import { waitingNews } from './waiting-news.ts';

export interface RunStreamSource {
  readonly runs: Pick<AgentRunReads, 'runs'>;
  readonly feed: AgentFeed;
  readonly timers: Timers;
}

export type AgentRunStream = GatheredStream<AgentRunNews, AgentRunBatch>;

/** How many of the newest runs a subscriber begins with. */
const newestRuns = 50;

/** One subscriber's view of the agents' runs: the newest ones, then batches of news; past the bound it begins again. */
export function agentRunStream({ runs, feed, timers }: RunStreamSource): AgentRunStream {
  return new GatheredStream<AgentRunNews, AgentRunBatch>({
    subscribe: (listener) => feed.subscribe(listener),
    waiting: waitingNews(),
    whole: (sequence) => ({
      kind: 'runs',
      sequence,
      runs: runs.runs({ scenario: null, symbol: null, kind: null, decisionId: null, before: null, limit: newestRuns }),
    }),
    changes: (sequence, news) => ({ kind: 'news', sequence, news }),
    timers,
  });
}
