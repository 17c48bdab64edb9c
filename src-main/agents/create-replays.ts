import { canonicalJson } from '#shared/base/canonical-json.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ReasoningStep } from '#shared/agent/agent-run.ts';
import type { ReplayReport } from '#shared/contract/agents.ts';
import type { AgentReplays, AgentRunReads, RecordedRun } from '#main/ports/agent-runs.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Digest } from '#main/ports/digest.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { AgentSources } from './agent-sources.ts';
import type { AgentTool, Reading } from './agent-tool.ts';
import { gatherers } from './gather/gatherers.ts';
import { jsonDifferences } from './json-differences.ts';
import { loadPassingGraphs } from './load-graphs.ts';
import type { ModelLadder } from './model-ladder.ts';
import { recordedLadder } from './models/recorded-ladder.ts';
import { createPrompts } from './prompts/create-prompts.ts';
import { readQuestion, type RecordedQuestion } from './recorded-question.ts';
import { RunRecord } from './run-record.ts';
import { createRunTurns } from './run-turns.ts';
import { think } from './think.ts';
import type { Gatherer } from './thinking.ts';
import { toolsFor } from './tools/tools-for.ts';

export interface ReplayParts {
  readonly runs: AgentRunReads;
  readonly sources: AgentSources;
  /** Null: no model is asked, and only recordings answer. */
  readonly ladder: ModelLadder | null;
  readonly digest: Digest;
  readonly nextTurn: () => Promise<void>;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly logger: Logger;
}

const waitingMax = 8;

/** A recording answers as fast as it is read: this is for a machine that does other things as well. */
const recordingMs = 30_000;

/**
 * Plays recorded runs again on their recorded inputs: nothing follows from it, nothing is recorded, and no checkpoint is left. One after the other, beside
 * the runs that trade.
 */
export function createReplays(parts: ReplayParts): AgentReplays {
  const turns = createRunTurns({ runningMax: 1, waitingMax });
  return {
    replay: async (runId, source, signal) => {
      const recorded = parts.runs.recorded(runId);
      if (recorded === null) return err(unknownRun(runId));
      const asked = readQuestion(recorded.input.question);
      if (asked === null) return err(unreadableRun(runId));
      const ladder = source === 'recording' ? recordedLadder(recorded.exchanges) : parts.ladder;
      if (ladder === null) return err(noModels(runId));
      using turn = await turns.take('replay', signal);
      if (turn === null) return err(cancelledReplay(runId));
      const steps = await playAgain({ recorded, asked, ladder, source, signal }, parts);
      if (signal.aborted) return err(cancelledReplay(runId));
      return ok(reportOf({ runId, source, before: recorded.run.steps, after: steps }));
    },
  };
}

interface Playing {
  readonly recorded: RecordedRun;
  readonly asked: RecordedQuestion;
  readonly ladder: ModelLadder;
  readonly source: ReplayReport['source'];
  readonly signal: AbortSignal;
}

async function playAgain(
  { recorded, asked, ladder, source, signal }: Playing,
  parts: ReplayParts,
): Promise<readonly ReasoningStep[]> {
  const { runId, deadlineMs } = recorded.run.summary;
  const steps: ReasoningStep[] = [];
  const runs = {
    begin: () => undefined,
    addExchange: () => undefined,
    addStep: (_: string, step: ReasoningStep) => void steps.push(step),
  };
  const given = { ...recorded.run.summary, deadlineMs: source === 'recording' ? recordingMs : deadlineMs };
  using record = new RunRecord(given, { ...parts, runs, tell: () => undefined });
  const end = (): void => record.abort();
  signal.addEventListener('abort', end, { once: true });
  const graphs = await loadPassingGraphs(gatherers.map(({ name }) => name));
  // Nobody waits for a ticket of it.
  const question: Question = asked.question.kind === 'entry' ? { ...asked.question, aside: { runId } } : asked.question;
  const wasModels = source === 'model' || recorded.exchanges.length > 0;
  await think(
    {
      ...{ question, record, language: asked.language, prompts: createPrompts(parts.digest) },
      ladder: wasModels ? ladder : null,
      gatherers: gatherers.map(({ name }): Gatherer => ({
        name,
        read: () => Promise.resolve(readingIn(recorded, name, {})),
      })),
      tools: toolsFor(question, parts.sources).map((tool) => asRecorded(tool, recorded, source)),
    },
    {
      ...parts,
      ground: () =>
        Promise.resolve({ graph: graphs[question.scenario], thread: runId, [Symbol.dispose]: () => undefined }),
    },
  );
  signal.removeEventListener('abort', end);
  return steps;
}

/** What a run of before was told; a model that is asked anew may look up more, as of the same moment. */
const asRecorded = (tool: AgentTool, recorded: RecordedRun, source: ReplayReport['source']): AgentTool => ({
  ...tool,
  read: (wish) => {
    const before = readingIn(recorded, tool.name, wish as JsonValue);
    return before.ok || source === 'recording' ? Promise.resolve(before) : tool.read(wish);
  },
});

function readingIn({ input }: RecordedRun, tool: string, wish: JsonValue): Result<Reading, Fault> {
  const asked = canonicalJson(wish);
  const found = input.readings.find((one) => one.tool === tool && canonicalJson(one.arguments) === asked);
  // It was written by this program, with the run.
  if (found !== undefined) return found.answer as unknown as Result<Reading, Fault>;
  return err(fault('TOOL_FAILED', `${tool} was not read in the run that is played again.`, { tool }));
}

function reportOf({
  runId,
  source,
  before,
  after,
}: {
  readonly runId: string;
  readonly source: ReplayReport['source'];
  readonly before: readonly ReasoningStep[];
  readonly after: readonly ReasoningStep[];
}): ReplayReport {
  const [recorded, replayed] = [conclusionOf(before), conclusionOf(after)];
  const differences = jsonDifferences(recorded, replayed);
  return { runId, source, isSame: differences.length === 0, recorded, replayed, differences };
}

/** What was said in the end, without what differs between any two runs: how long it took. */
function conclusionOf(steps: readonly ReasoningStep[]): JsonValue {
  const verdicts = steps.flatMap((step) => (step.kind === 'verdictGiven' ? [step.verdict] : []));
  const concluded = steps.find((step) => step.kind === 'concluded');
  const { latencyMs: _latency, tokens: _tokens, ...opinion } = concluded?.opinion ?? { latencyMs: 0, tokens: null };
  return {
    opinion: concluded?.opinion == null ? null : opinion,
    statements: concluded?.statements ?? [],
    verdicts,
  };
}

const unknownRun = (runId: string): Fault =>
  fault('AGENT_RUN_UNKNOWN', `No run ${runId} is kept. The oldest are forgotten first.`, { runId });

const unreadableRun = (runId: string): Fault =>
  fault(
    'AGENT_RUN_UNKNOWN',
    `The run ${runId} was recorded by another version of the program, and cannot be played again.`,
    {
      runId,
    },
  );

const noModels = (runId: string): Fault =>
  fault('MODEL_UNKNOWN', 'The settings let no model be asked. The recording can be played again without one.', {
    runId,
  });

const cancelledReplay = (runId: string): Fault =>
  fault('AGENT_RUN_CANCELLED', `The replay of ${runId} was given up. Nothing was changed.`, { runId });
