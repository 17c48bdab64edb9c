import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { MemorySaver } from '@langchain/langgraph';
import type { AgentRunSummary, ReasoningStep } from '#shared/agent/agent-run.ts';
import type { GovernanceView } from '#shared/contract/governance-view.ts';
import type { PhaseFacts } from '#shared/trading/phase.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { AgentRunNews } from '#shared/contract/agents.ts';
import type { AgentRunReads, AgentRunStore, ModelExchange, RecordedInput } from '#main/ports/agent-runs.ts';
import type { Answer, Question } from '#main/ports/analyst.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { createMemoryCalendarStore } from '#main/testkit/memory-calendar-store.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { createRecordingLogger, type RecordedLine } from '#main/testkit/recording-logger.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';
import { sampleTrade } from '#main/testkit/sample-trade.ts';
import { createScriptedMemory } from '#main/testkit/scripted-memory.ts';
import type { ModelScript } from '#main/testkit/scripted-ollama/model-script.ts';
import { startScriptedOllama, type ScriptedOllama } from '#main/testkit/scripted-ollama/start-scripted-ollama.ts';
import { createAgentFeed } from './agent-feed.ts';
import type { AgentSources } from './agent-sources.ts';
import type { Checkpointer } from './checkpointer.ts';
import { createAnalyst, type AnalystParts, type RunningAnalyst } from './create-analyst.ts';
import type { ModelLadder } from './model-ladder.ts';
import { ladderAt } from './models/ladder.suite.ts';

/** Runs in memory, as a store keeps them. */
export interface KeptRuns extends AgentRunStore, AgentRunReads {
  readonly inputs: ReadonlyMap<string, RecordedInput>;
  readonly stepsOf: (runId: string) => readonly ReasoningStep[];
}

export function memoryRuns(): KeptRuns {
  const summaries = new Map<string, AgentRunSummary>();
  const steps = new Map<string, ReasoningStep[]>();
  const exchanges = new Map<string, ModelExchange[]>();
  const inputs = new Map<string, RecordedInput>();
  const stepsOf = (runId: string): readonly ReasoningStep[] => steps.get(runId) ?? [];
  const runs: KeptRuns = {
    inputs,
    stepsOf,
    begin: (summary) => void summaries.set(summary.runId, summary),
    addStep: (runId, step) => void steps.set(runId, [...stepsOf(runId), step]),
    addExchange: (runId, exchange) => void exchanges.set(runId, [...(exchanges.get(runId) ?? []), exchange]),
    end: (summary, input) => {
      summaries.set(summary.runId, summary);
      inputs.set(summary.runId, input);
    },
    change: (summary) => void summaries.set(summary.runId, summary),
    runs: ({ scenario, symbol, kind, limit }) =>
      [...summaries.values()]
        .filter(
          (run) =>
            (scenario === null || run.scenario === scenario) &&
            (symbol === null || run.symbol === symbol) &&
            (kind === null || run.kind === kind),
        )
        .toReversed()
        .slice(0, limit),
    run: (runId) => {
      const summary = summaries.get(runId);
      return summary === undefined ? null : { summary, steps: stepsOf(runId) };
    },
    recorded: (runId) => {
      const run = runs.run(runId);
      const input = inputs.get(runId);
      return run === null || input === undefined ? null : { run, input, exchanges: exchanges.get(runId) ?? [] };
    },
  };
  return runs;
}

/** A market of which nothing is stored, and an account that a terminal has not told of. */
export const sampleSources = (): AgentSources => ({
  bars: createMemoryBarStore(),
  calendar: createMemoryCalendarStore(),
  facts: { newsDistanceMs: () => null, isUnexpectedHole: () => false, dailyAtr: () => null, correlation: () => null },
  memory: createScriptedMemory(),
  lessons: { lesson: () => null, activeAsOf: () => [], page: () => [] },
  cockpit: { snapshot: () => sampleSnapshot() },
  clockRule: 'utc',
  monotonicClock: realTime.monotonicClock,
  nextTurn: () => setImmediate(),
});

const nothing: PhaseFacts = { isSetup: false, isEntering: false, isInPosition: false, isExiting: false };

/** The rules wish to enter. */
export function entryQuestion(changes: Partial<SignalDecision> = {}): Extract<Question, { kind: 'entry' }> {
  const decision = sampleDecision(changes);
  const { scenario, symbol, asOfUtcMs } = decision;
  return { kind: 'entry', scenario, symbol, asOfUtcMs, phase: 'setup', facts: { ...nothing, isSetup: true }, decision };
}

export function manageQuestion(changes: Partial<SignalDecision> = {}): Extract<Question, { kind: 'manage' }> {
  const { scenario, symbol, asOfUtcMs, decision } = entryQuestion({ signal: { kind: 'none' }, ...changes });
  const facts = { ...nothing, isInPosition: true };
  return { kind: 'manage', scenario, symbol, asOfUtcMs, phase: 'manage', facts, position: samplePosition(), decision };
}

export function reflectionQuestion(): Extract<Question, { kind: 'reflection' }> {
  const { scenario, symbol, asOfUtcMs, decision } = entryQuestion();
  const trade = sampleTrade();
  return {
    ...{ kind: 'reflection', scenario, symbol, asOfUtcMs, phase: 'idle', facts: nothing },
    ...{ trade, decision, opinion: null, rMultiple: 1.25 },
  };
}

export function governanceQuestion(): Extract<Question, { kind: 'governance' }> {
  const { scenario, symbol, asOfUtcMs } = entryQuestion();
  const governance: GovernanceView = {
    active: 'A',
    sinceUtcMs: asOfUtcMs,
    override: null,
    depositUsd: 4_100.5,
    threshold: { kind: 'atLeast', depositUsd: 5_000, closes: 5 },
    closes: [],
  };
  return { kind: 'governance', scenario, symbol, asOfUtcMs, phase: 'idle', facts: nothing, governance };
}

export interface AnalystRig extends AsyncDisposable {
  readonly analyst: RunningAnalyst;
  readonly runs: KeptRuns;
  readonly saver: Checkpointer;
  readonly news: readonly AgentRunNews[];
  readonly lines: readonly RecordedLine[];
  /** What a question is answered with, and how often it was. */
  readonly ask: (question: Question) => Promise<Answer>;
  readonly answersTo: (question: Question) => number;
  /** Until nothing of it is under way. */
  readonly settled: () => Promise<void>;
}

/** An analyst on parts in memory, by the machine's own clocks; what is changed takes the place of its part. */
export function analystRig(
  changes: Partial<AnalystParts> & { readonly runs?: KeptRuns; readonly saver?: Checkpointer } = {},
): AnalystRig {
  const runs = changes.runs ?? memoryRuns();
  const saver = changes.saver ?? new MemorySaver();
  const { logger, lines } = createRecordingLogger();
  const feed = createAgentFeed();
  const news: AgentRunNews[] = [];
  feed.subscribe((one) => void news.push(one));
  const analyst = createAnalyst({
    ...realTime,
    sources: sampleSources(),
    ladder: null,
    checkpointer: () => Promise.resolve(saver),
    runs,
    news: feed,
    settings: { deadlineMs: { A: 2_000, B: 2_000 }, language: 'en' },
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    nextTurn: () => setImmediate(),
    logger,
    ...changes,
  });
  const answers = new Map<Question, number>();
  return {
    analyst,
    runs,
    saver,
    news,
    lines,
    ask: (question) =>
      new Promise((resolve) => {
        analyst.ask(question, (answer) => {
          answers.set(question, (answers.get(question) ?? 0) + 1);
          resolve(answer);
        });
      }),
    answersTo: (question) => answers.get(question) ?? 0,
    settled: async () => {
      for (let turn = 0; turn < 50; turn++) await setImmediate();
    },
    [Symbol.asyncDispose]: () => analyst[Symbol.asyncDispose](),
  };
}

/** The same, asking models of a server that says what its script says, over real HTTP. */
export async function scriptedRig(
  script: ModelScript,
  changes: Parameters<typeof analystRig>[0] = {},
): Promise<AnalystRig & { readonly server: ScriptedOllama; readonly ladder: ModelLadder }> {
  const server = await startScriptedOllama({ script });
  const ladder = ladderAt(server.url);
  const rig = analystRig({ ladder, ...changes });
  return {
    ...rig,
    ...{ server, ladder },
    [Symbol.asyncDispose]: async () => {
      await rig[Symbol.asyncDispose]();
      ladder[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}
