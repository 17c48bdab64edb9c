import { expect, test } from 'vitest';
import { agentRunBatchSchema, type AgentRunBatch } from '#shared/contract/agents.ts';
import { sampleRunSummary, sampleSteps } from '#main/testkit/sample-agent-run.ts';
import { applyRunBatch, type AgentRuns } from './agent-runs.ts';

const run = sampleRunSummary({ runId: 'entry:decision-1@1', state: 'running', verdict: null });
const beginning = agentRunBatchSchema.parse({ kind: 'runs', sequence: 1, runs: [run] });
const words = (text: string, isThinking = false, runId = run.runId): unknown => ({
  kind: 'words',
  runId,
  agent: 'signal',
  model: 'gpt-oss:120b-cloud',
  text,
  isThinking,
});
const step = (body: unknown, runId = run.runId): unknown => ({ kind: 'stepTaken', runId, step: body });
const news = (sequence: number, ...list: readonly unknown[]): AgentRunBatch =>
  agentRunBatchSchema.parse({ kind: 'news', sequence, news: list });

/** Applies batches that must follow on each other. */
function viewOf(...batches: readonly AgentRunBatch[]): AgentRuns {
  let view: AgentRuns | null = null;
  for (const batch of batches) {
    const applied = applyRunBatch(view, batch);
    if (applied.kind === 'gap') throw new Error(`gap at ${batch.sequence}`);
    view = applied.view;
  }
  if (view === null) throw new Error('no batches');
  return view;
}

test('words of a model join as they come, what is thought apart from what is meant', () => {
  const view = viewOf(beginning, news(2, words('Volume ')), news(3, words('hm', true), words('is high.')));
  expect(view.heard.get(run.runId)?.speeches).toEqual([
    { agent: 'signal', model: 'gpt-oss:120b-cloud', said: 'Volume is high.', thought: 'hm' },
  ]);
});

test('the step that holds the words whole takes the place of those that streamed', () => {
  const answered = {
    kind: 'modelAnswered',
    sequence: 3,
    atMs: 40,
    agent: 'signal',
    model: 'gpt-oss:120b-cloud',
    rung: 0,
    latencyMs: 30,
    tokens: { prompt: 10, reply: 5 },
    reply: 'Volume is high.',
  };
  const view = viewOf(beginning, news(2, words('Volume is')), news(3, step(answered)));
  expect(view.heard.get(run.runId)).toEqual({ steps: [answered], speeches: [] });
});

test('a run that is new stands first, and one that is known changes in its place', () => {
  const newer = sampleRunSummary({ runId: 'entry:decision-2@2' });
  const ended = { ...run, state: 'ended' as const };
  const view = viewOf(
    beginning,
    news(2, { kind: 'runChanged', summary: newer }, { kind: 'runChanged', summary: ended }),
  );
  expect(view.runs).toEqual([newer, ended]);
});

test('news without a beginning, and a sequence that is skipped, are gaps', () => {
  expect(applyRunBatch(null, news(2))).toEqual({ kind: 'gap' });
  expect(applyRunBatch(viewOf(beginning), news(3))).toEqual({ kind: 'gap' });
});

test('a beginning forgets what was heard, and says that runs have to be asked for anew', () => {
  const view = viewOf(beginning, news(2, step(sampleSteps[0])), { ...beginning, sequence: 3 });
  expect(view).toMatchObject({ beginnings: 2, sequence: 3, runs: [run] });
  expect(view.heard.size).toBe(0);
});

test('memory is bounded: runs, what was heard of them, and a model that talks and talks', () => {
  const many = Array.from({ length: 300 }, (_, index) => `entry:decision@${index}`);
  const view = viewOf(
    beginning,
    news(2, ...many.map((runId) => ({ kind: 'runChanged', summary: sampleRunSummary({ runId }) }))),
    news(3, ...many.map((runId) => step(sampleSteps[0], runId))),
    news(4, ...Array.from({ length: 40 }, () => words('x'.repeat(1000), true))),
  );
  expect(view.runs).toHaveLength(200);
  expect(view.heard.size).toBe(24);
  expect(view.heard.has(many.at(-1) ?? '')).toBe(true);
  expect(view.heard.get(run.runId)?.speeches[0]?.thought).toHaveLength(16_384);
});
