import type { Fault } from '#shared/base/fault.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import type { Result } from '#shared/base/result.ts';
import type { AgentName } from '#shared/agent/opinion.ts';
import type { AgentRun, AgentRunSummary, PromptName, ReasoningStep } from '#shared/agent/agent-run.ts';
import type { AgentRunNews, ReplayReport, RunsWish } from '#shared/contract/agents.ts';

/** One question to a model and what came of it, whole: a replay answers from it. */
export interface ModelExchange {
  /** Of the run, from 1. */
  readonly sequence: number;
  readonly agent: AgentName;
  readonly model: string;
  readonly rung: number;
  readonly prompt: PromptName;
  /** As sent: the messages, the tools' names and the schema. */
  readonly request: JsonValue;
  /** SHA-256 over the canonical bytes of `request`: a replay that asks otherwise is not answered from here. */
  readonly requestHash: string;
  /** As it came, thinking included; null where a fault came instead. */
  readonly reply: JsonValue | null;
  readonly fault: Fault | null;
  readonly latencyMs: number;
}

/** What a run was given: the question, and all that was gathered for it. */
export interface RecordedInput {
  readonly question: JsonValue;
  /** By tool and canonical arguments: what it answered. */
  readonly readings: readonly {
    readonly tool: string;
    readonly arguments: JsonValue;
    readonly answer: JsonValue;
  }[];
}

export interface RecordedRun {
  readonly run: AgentRun;
  readonly input: RecordedInput;
  readonly exchanges: readonly ModelExchange[];
}

/** Keeps runs as they go on. Disposable: nothing that trades reads it. A store that cannot be written loses words and never an answer. */
export interface AgentRunStore {
  readonly begin: (summary: AgentRunSummary) => void;
  readonly addStep: (runId: string, step: ReasoningStep) => void;
  readonly addExchange: (runId: string, exchange: ModelExchange) => void;
  /** It has said what it thinks: its state may still be `waiting`. */
  readonly end: (summary: AgentRunSummary, input: RecordedInput) => void;
  /** What it waited for has come, or will not come any more. */
  readonly change: (summary: AgentRunSummary) => void;
}

export interface AgentRunReads {
  /** Newest first. */
  readonly runs: (wish: RunsWish) => readonly AgentRunSummary[];
  readonly run: (runId: string) => AgentRun | null;
  readonly recorded: (runId: string) => RecordedRun | null;
}

export interface AgentFeed {
  readonly subscribe: (listener: (news: AgentRunNews) => void) => Disposable;
}

export interface AgentReplays {
  /** `recording`: the same inputs, answered by the recorded replies. `model`: the same inputs, and the models asked again. AGENT_RUN_UNKNOWN. */
  readonly replay: (
    runId: string,
    source: ReplayReport['source'],
    signal: AbortSignal,
  ) => Promise<Result<ReplayReport, Fault>>;
}
