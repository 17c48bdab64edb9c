import type { AgentRunSummary, ReasoningStep } from '#shared/agent/agent-run.ts';
import type { AgentName } from '#shared/agent/opinion.ts';
import { assertNever } from '#shared/base/assert.ts';
import type { AgentRunBatch, AgentRunNews } from '#shared/contract/agents.ts';

/** What a model says at the moment: in words that are meant, and in those that it thinks with. Cut at the front where it goes on and on. */
export interface Speech {
  readonly agent: AgentName;
  readonly model: string;
  readonly said: string;
  readonly thought: string;
}

/** What was heard of a run since the window listens. */
export interface HeardRun {
  readonly steps: readonly ReasoningStep[];
  readonly speeches: readonly Speech[];
}

/** The agents' runs as they are told. What is not touched by a batch keeps its identity. */
export interface AgentRuns {
  readonly sequence: number;
  /** Grows where news may have been missed: a run that is open is then asked for anew. */
  readonly beginnings: number;
  /** Newest first. */
  readonly runs: readonly AgentRunSummary[];
  readonly heard: ReadonlyMap<string, HeardRun>;
}

export type RunsApplied = { readonly kind: 'applied'; readonly view: AgentRuns } | { readonly kind: 'gap' };

const runsMax = 200;
const heardMax = 24;
/** Of one speech: as much as a recorded reply holds. */
const charactersMax = 16_384;

/** Brings the runs forward by one batch; after a gap a new subscription is due. Pure, and bounded whatever comes. */
export function applyRunBatch(view: AgentRuns | null, batch: AgentRunBatch): RunsApplied {
  const { sequence } = batch;
  if (batch.kind === 'runs') {
    const runs = batch.runs.slice(0, runsMax);
    return { kind: 'applied', view: { sequence, beginnings: (view?.beginnings ?? 0) + 1, runs, heard: new Map() } };
  }
  if (view === null || sequence !== view.sequence + 1) return { kind: 'gap' };
  return { kind: 'applied', view: batch.news.reduce(applyNews, { ...view, sequence }) };
}

function applyNews(view: AgentRuns, news: AgentRunNews): AgentRuns {
  switch (news.kind) {
    case 'runChanged':
      return { ...view, runs: withRun(view.runs, news.summary) };
    case 'stepTaken': {
      const { steps, speeches } = heardOf(view, news.runId);
      return withHeard(view, news.runId, {
        steps: [...steps, news.step],
        speeches: speeches.filter((speech) => !isEndedBy(speech, news.step)),
      });
    }
    case 'words': {
      const { steps, speeches } = heardOf(view, news.runId);
      return withHeard(view, news.runId, { steps, speeches: withWords(speeches, news) });
    }
    default:
      return assertNever(news, 'news of runs');
  }
}

function withRun(runs: readonly AgentRunSummary[], summary: AgentRunSummary): readonly AgentRunSummary[] {
  const at = runs.findIndex(({ runId }) => runId === summary.runId);
  return at === -1 ? [summary, ...runs].slice(0, runsMax) : runs.with(at, summary);
}

const silent: HeardRun = { steps: [], speeches: [] };

const heardOf = ({ heard }: AgentRuns, runId: string): HeardRun => heard.get(runId) ?? silent;

/** The run that was heard of last stands last; the oldest is forgotten. */
function withHeard(view: AgentRuns, runId: string, run: HeardRun): AgentRuns {
  const heard = new Map(view.heard);
  heard.delete(runId);
  heard.set(runId, run);
  for (const oldest of heard.keys()) {
    if (heard.size <= heardMax) break;
    heard.delete(oldest);
  }
  return { ...view, heard };
}

/** A step that holds a model's words whole, or says that there will be none, ends what was streamed of them. */
const isEndedBy = ({ agent }: Speech, step: ReasoningStep): boolean =>
  step.kind === 'concluded' ||
  step.kind === 'failed' ||
  ((step.kind === 'modelAnswered' || step.kind === 'fellBack' || step.kind === 'modelAsked') && step.agent === agent);

function withWords(
  speeches: readonly Speech[],
  { agent, model, text, isThinking }: Extract<AgentRunNews, { kind: 'words' }>,
): readonly Speech[] {
  const at = speeches.findIndex((speech) => speech.agent === agent && speech.model === model);
  const before = speeches[at] ?? { agent, model, said: '', thought: '' };
  const next = isThinking
    ? { ...before, thought: lastOf(before.thought + text) }
    : { ...before, said: lastOf(before.said + text) };
  return at === -1 ? [...speeches, next] : speeches.with(at, next);
}

const lastOf = (text: string): string => (text.length <= charactersMax ? text : text.slice(-charactersMax));
