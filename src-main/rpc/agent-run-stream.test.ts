import { expect, test } from 'vitest';
import type { AgentRunBatch, AgentRunNews } from '#shared/contract/agents.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { createManualClock, type ManualClock } from '#main/testkit/manual-clock.ts';
import { sampleAgentRun, sampleRunSummary, sampleSteps } from '#main/testkit/sample-agent-run.ts';
import { createScriptedAgents, type ScriptedAgents } from '#main/testkit/scripted-agents.ts';
import { agentRunStream, type AgentRunStream } from './agent-run-stream.ts';
import { batchDelayMs } from './gathered-stream.ts';
import { waitingCharactersMax, waitingNewsMax } from './waiting-news.ts';

interface Followed {
  readonly agents: ScriptedAgents;
  readonly clock: ManualClock;
  readonly stream: AgentRunStream;
}

/** A subscriber that has its beginning. */
async function follow(): Promise<Followed> {
  const agents = createScriptedAgents();
  const clock = createManualClock();
  const stream = agentRunStream({ ...agents, timers: clock.timers });
  expect(await stream.next()).toMatchObject({ kind: 'runs', sequence: 1 });
  return { agents, clock, stream };
}

async function gathered({ clock, stream }: Followed): Promise<AgentRunBatch | null> {
  const batch = stream.next();
  clock.advance(batchDelayMs);
  return await batch;
}

const newsOf = (batch: AgentRunBatch | null): readonly AgentRunNews[] => (batch?.kind === 'news' ? batch.news : []);

type Words = Extract<AgentRunNews, { readonly kind: 'words' }>;

const words = (text: string, changes: Partial<Words> = {}): Words => ({
  ...{ kind: 'words', runId: 'r-1', agent: 'signal', model: 'llama', isThinking: false },
  text,
  ...changes,
});

const step = (runId: string): AgentRunNews => ({
  kind: 'stepTaken',
  runId,
  step: assertDefined(sampleSteps[0], 'a run has a step'),
});

test('begins with the newest runs as they stand then', async () => {
  const agents = createScriptedAgents();
  const stream = agentRunStream({ ...agents, timers: createManualClock().timers });
  const run = sampleAgentRun();
  agents.show([run]);
  agents.publish({ kind: 'runChanged', summary: run.summary });
  expect(await stream.next()).toEqual({ kind: 'runs', sequence: 1, runs: [run.summary] });
});

test('words of one agent are joined while they wait, those of others and its thinking are kept apart', async () => {
  const followed = await follow();
  for (const said of [
    words('It '),
    words('Hm.', { isThinking: true }),
    words('Too large.', { agent: 'risk' }),
    words('breaks '),
    words('another run', { runId: 'r-2' }),
    words('out.'),
  ])
    followed.agents.publish(said);
  expect(newsOf(await gathered(followed))).toEqual([
    words('It breaks out.'),
    words('Hm.', { isThinking: true }),
    words('Too large.', { agent: 'risk' }),
    words('another run', { runId: 'r-2' }),
  ]);
});

test('words never move before a step or a change of their run, and those of another run may', async () => {
  const followed = await follow();
  const changed: AgentRunNews = { kind: 'runChanged', summary: sampleRunSummary({ runId: 'r-1' }) };
  for (const said of [words('a'), step('r-2'), words('b'), step('r-1'), words('c'), changed, words('d')])
    followed.agents.publish(said);
  expect(newsOf(await gathered(followed))).toEqual([
    words('ab'),
    step('r-2'),
    step('r-1'),
    words('c'),
    changed,
    words('d'),
  ]);
  followed.stream.acknowledge(2);
  followed.agents.publish(words('e'));
  expect(newsOf(await gathered(followed))).toEqual([words('e')]);
});

test.each([
  ['too many pieces of news', Array.from({ length: waitingNewsMax + 1 }, () => step('r-1'))],
  ['too long words', [words('x'.repeat(waitingCharactersMax)), words('y')]],
])('begins anew past the bound: %s', async (_, news) => {
  const followed = await follow();
  for (const one of news) followed.agents.publish(one);
  const run = sampleAgentRun();
  followed.agents.show([run]);
  expect(await gathered(followed)).toEqual({ kind: 'runs', sequence: 2, runs: [run.summary] });
  followed.stream.acknowledge(1);
  followed.agents.publish(words('z'));
  expect(newsOf(await gathered(followed))).toEqual([words('z')]);
});

test('a subscriber that does not keep up is sent two batches, and the third once it has', async () => {
  const followed = await follow();
  followed.agents.publish(step('r-1'));
  expect(await gathered(followed)).toMatchObject({ sequence: 2 });
  followed.agents.publish(step('r-2'));
  const third = followed.stream.next();
  followed.clock.advance(1000);
  expect(await Promise.race([third, Promise.resolve('waits')])).toBe('waits');
  followed.stream.acknowledge(1);
  followed.clock.advance(batchDelayMs);
  expect(await third).toMatchObject({ sequence: 3, news: [step('r-2')] });
  followed.stream.dispose();
  expect(followed.agents.listeners()).toBe(0);
});
