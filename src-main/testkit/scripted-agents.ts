import type { Fault } from '#shared/base/fault.ts';
import { err, ok } from '#shared/base/result.ts';
import type { AgentRun } from '#shared/agent/agent-run.ts';
import type { AgentRunNews, LessonView, ReplayReport, RunsWish } from '#shared/contract/agents.ts';
import type { AgentFeed, AgentReplays, AgentRunReads } from '#main/ports/agent-runs.ts';
import type { LessonReads } from '#main/ports/lessons.ts';

/** Agents that never ran: a test shows runs and lessons, tells news, and reads what was asked. */
export interface ScriptedAgents {
  readonly runs: AgentRunReads;
  readonly feed: AgentFeed;
  readonly replays: AgentReplays;
  readonly lessons: Pick<LessonReads, 'page'>;
  /** Newest first. */
  readonly show: (runs: readonly AgentRun[]) => void;
  readonly showLessons: (lessons: readonly LessonView[]) => void;
  readonly publish: (news: AgentRunNews) => void;
  /** From now on replays are refused with this fault. */
  readonly refuse: (fault: Fault) => void;
  readonly wishes: readonly RunsWish[];
  readonly replayed: readonly { readonly runId: string; readonly source: ReplayReport['source'] }[];
  readonly listeners: () => number;
}

export function createScriptedAgents(): ScriptedAgents {
  const listeners = new Set<(news: AgentRunNews) => void>();
  const wishes: RunsWish[] = [];
  const replayed: { runId: string; source: ReplayReport['source'] }[] = [];
  let kept: readonly AgentRun[] = [];
  let lessons: readonly LessonView[] = [];
  let refusal: Fault | null = null;
  return {
    runs: {
      runs: (wish) => {
        wishes.push(wish);
        const { decisionId, before, limit } = wish;
        const first = before === null ? 0 : kept.findIndex(({ summary }) => summary.runId === before.runId) + 1;
        return kept
          .slice(first)
          .map(({ summary }) => summary)
          .filter((summary) => decisionId === null || summary.decisionId === decisionId)
          .slice(0, limit);
      },
      run: (runId) => kept.find(({ summary }) => summary.runId === runId) ?? null,
      recorded: () => null,
    },
    feed: {
      subscribe: (listener) => {
        listeners.add(listener);
        return { [Symbol.dispose]: () => void listeners.delete(listener) };
      },
    },
    replays: {
      replay: (runId, source) => {
        replayed.push({ runId, source });
        return Promise.resolve(refusal === null ? ok(sampleReplayReport({ runId, source })) : err(refusal));
      },
    },
    lessons: { page: ({ limit }) => lessons.slice(0, limit) },
    show: (runs) => {
      kept = runs;
    },
    showLessons: (next) => {
      lessons = next;
    },
    publish: (news) => {
      for (const listener of listeners) listener(news);
    },
    refuse: (next) => {
      refusal = next;
    },
    wishes,
    replayed,
    listeners: () => listeners.size,
  };
}

/** A run that said the same again. */
export const sampleReplayReport = (changes: Partial<ReplayReport> = {}): ReplayReport => ({
  runId: 'entry:decision-1@0',
  source: 'recording',
  isSame: true,
  recorded: { verdict: 'confirm' },
  replayed: { verdict: 'confirm' },
  differences: [],
  ...changes,
});
