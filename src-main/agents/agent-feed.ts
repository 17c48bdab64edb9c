import type { AgentRunNews } from '#shared/contract/agents.ts';
import type { AgentFeed } from '#main/ports/agent-runs.ts';

/** The feed, and the way to tell it something. */
export interface AgentNews extends AgentFeed {
  readonly tell: (news: AgentRunNews) => void;
}

/** Hands on what runs tell of themselves, at once and in order, to whoever listens. */
export function createAgentFeed(): AgentNews {
  const listeners = new Set<(news: AgentRunNews) => void>();
  return {
    tell: (news) => {
      for (const listener of listeners) listener(news);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
}
