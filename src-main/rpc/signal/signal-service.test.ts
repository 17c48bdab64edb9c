import { expect, test } from 'vitest';
import { assert, assertDefined } from '#shared/base/assert.ts';
import { fault, FaultError } from '#shared/base/fault.ts';
import type { AgentRun } from '#shared/agent/agent-run.ts';
import type { SignalEvent } from '#shared/contract/signal.ts';
import type { SignalTerms } from '#main/ports/signal-terms.ts';
import { createFakeCockpit, type FakeCockpit } from '#main/testkit/fake-cockpit.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { sampleAgentRun, sampleSteps } from '#main/testkit/sample-agent-run.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleOpinion } from '#main/testkit/sample-opinion.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';
import { sampleSignalTerms } from '#main/testkit/sample-signal-terms.ts';
import { createScriptedAgents, type ScriptedAgents } from '#main/testkit/scripted-agents.ts';
import { createScriptedAnalyst, type ScriptedAnalyst } from '#main/testkit/scripted-analyst.ts';
import { createScriptedSync } from '#main/testkit/scripted-sync.ts';
import { waitingNewsMax } from '../waiting-news.ts';
import { createSignalService, invocationsMax, type SignalService } from './signal-service.ts';

const wish = { scenario: 'swing', symbol: 'XAUUSD' } as const;

interface Rig {
  readonly service: SignalService;
  readonly cockpit: FakeCockpit;
  readonly agents: ScriptedAgents;
  readonly analyst: ScriptedAnalyst;
}

const scenarios = [{ scenario: 'B', symbol: 'XAUUSD', timeframe: 'M15', phase: 'idle', decision: sampleDecision() }];

function rig(changes: Partial<SignalTerms> = {}): Rig {
  const cockpit = createFakeCockpit();
  cockpit.show(sampleSnapshot({ scenarios, quotes: [sampleQuote()] }));
  const agents = createScriptedAgents();
  const analyst = createScriptedAnalyst();
  const service = createSignalService({
    ...{ cockpit, agents, sync: createScriptedSync(), wallClock: createManualClock().wall },
    signals: sampleSignalTerms({ analyst, ...changes }),
  });
  return { service, cockpit, agents, analyst };
}

const runWith = (runId: string, rank: number): AgentRun => {
  const { summary } = sampleAgentRun({ runId });
  const concluded = {
    kind: 'concluded',
    sequence: 1,
    atMs: 0,
    opinion: sampleOpinion({ runId, rank }),
    statements: [],
  };
  return { summary, steps: [concluded as AgentRun['steps'][number]] };
};

const asideRunIn = ({ analyst }: Rig): string =>
  assertDefined(analyst.question('entry').aside, 'it is asked aside').runId;

test('the ledger’s opinion is told; what was said aside only where there is none', () => {
  const aside = runWith('aside:decision-1@2#1', 40);
  const { service, agents } = rig({ opinionOn: () => sampleOpinion({ rank: 60 }) });
  agents.show([aside]);
  expect(service.latest(wish)).toMatchObject({ value: { modelVerdict: { rank: 60 } } });
  const unasked = rig();
  expect(unasked.service.latest(wish)).toMatchObject({ value: { modelVerdict: null } });
  unasked.agents.show([sampleAgentRun(), aside, runWith('aside:decision-1@1#1', 30)]);
  expect(unasked.service.latest(wish)).toMatchObject({ value: { modelVerdict: { rank: 40 } } });
});

test('what became of the decision is looked up in the ledger', () => {
  const denial = fault('SPREAD_TOO_WIDE', 'too wide');
  const stored = { sequence: 1, intentId: null, denial, approval: null, order: null };
  const others = { ...stored, decision: sampleDecision({ decisionId: 'another' }), denial: null };
  const { service } = rig({ signals: () => [others, { ...stored, decision: sampleDecision() }] });
  expect(service.latest(wish)).toMatchObject({ value: { riskVerdict: { verdict: 'denied', fault: denial } } });
});

test('agents are asked aside, on the newest bar and with nothing under way, and their opinion is the answer', async () => {
  const scene = rig();
  const asked = scene.service.invoke(wish);
  expect(scene.analyst.question('entry')).toMatchObject({
    ...{ scenario: 'B', symbol: 'XAUUSD', phase: 'idle', decision: sampleDecision() },
    facts: { isSetup: true, isEntering: false, isInPosition: false, isExiting: false },
    aside: { runId: expect.stringMatching(/^aside:decision-1@\d+#1$/) as string },
  });
  scene.analyst.answer({ kind: 'opinion', opinion: sampleOpinion({ rank: 90 }) });
  expect(await asked).toMatchObject({ ok: true, value: { mode: 'model', modelVerdict: { rank: 90 } } });
});

test('where nobody is to be asked the rules answer', async () => {
  const { service } = rig({ analyst: null });
  expect(await service.invoke(wish)).toMatchObject({ value: { mode: 'rulesOnly', modelVerdict: null } });
});

test('a fault of the agents is the answer, and so is an answer to another question', async () => {
  const { service, analyst } = rig();
  const silent = fault('ANALYST_SILENT', 'no answer');
  const first = service.invoke(wish);
  analyst.answer({ kind: 'fault', fault: silent });
  expect(await first).toEqual({ ok: false, error: silent });
  const second = service.invoke(wish);
  analyst.answer({ kind: 'proposal', proposal: null });
  expect(await second).toMatchObject({ error: { code: 'ANALYST_FAILED' } });
});

test('only so many are asked at once, and again when one has ended', async () => {
  const { service, analyst } = rig();
  const asked = Array.from({ length: invocationsMax }, () => service.invoke(wish));
  expect(await service.invoke(wish)).toMatchObject({ error: { code: 'RATE_LIMITED' } });
  analyst.answer({ kind: 'opinion', opinion: sampleOpinion() });
  expect(await asked.at(-1)).toMatchObject({ ok: true });
  void service.invoke(wish);
  expect(analyst.asked).toHaveLength(invocationsMax + 1);
  expect(new Set(analyst.asked.map((question) => 'aside' in question && question.aside.runId)).size).toBe(
    invocationsMax + 1,
  );
});

test('agents that throw have failed, are no longer counted as asked, and take nothing else with them', async () => {
  const broken = new Error('against its port');
  const throwing = {
    ask: () => {
      throw broken;
    },
  };
  const { service } = rig({ analyst: throwing });
  for (let times = 0; times <= invocationsMax; times++) await expect(service.invoke(wish)).rejects.toBe(broken);
  const stream = service.stream(wish, new AbortController().signal);
  assert(stream.ok, 'there is a signal');
  await expect(stream.value.next()).rejects.toBe(broken);
});

test('blind and stale are refused before anybody is asked', async () => {
  const { service, cockpit, analyst } = rig();
  cockpit.show(sampleSnapshot({ scenarios, account: null }));
  const blind = { error: { code: 'SIGNAL_BLIND' } };
  expect(service.latest(wish)).toMatchObject(blind);
  expect(await service.invoke(wish)).toMatchObject(blind);
  expect(service.stream(wish, new AbortController().signal)).toMatchObject(blind);
  expect(analyst.asked).toEqual([]);
});

function streamOf({ service }: Rig, ending = new AbortController()): AsyncGenerator<SignalEvent, void> {
  const stream = service.stream(wish, ending.signal);
  assert(stream.ok, 'there is a signal');
  return stream.value;
}

test('a stream tells steps and words of its own run, then the answer, and ends', async () => {
  const scene = rig();
  const stream = streamOf(scene);
  const first = stream.next();
  const runId = asideRunIn(scene);
  const step = assertDefined(sampleSteps[0], 'a run has a step');
  scene.agents.publish({ kind: 'stepTaken', runId: 'entry:another@1', step });
  scene.agents.publish({ kind: 'runChanged', summary: sampleAgentRun({ runId }).summary });
  scene.agents.publish({ kind: 'stepTaken', runId, step });
  const words = { kind: 'words', runId, agent: 'signal', model: 'llama', text: 'Hm.', isThinking: true } as const;
  scene.agents.publish(words);
  expect((await first).value).toEqual({ kind: 'step', runId, step });
  expect((await stream.next()).value).toEqual(words);
  const answer = stream.next();
  scene.analyst.answer({ kind: 'opinion', opinion: sampleOpinion({ rank: 33 }) });
  expect((await answer).value).toMatchObject({ kind: 'answer', answer: { modelVerdict: { rank: 33 } } });
  expect(await stream.next()).toEqual({ done: true, value: undefined });
  expect(scene.agents.listeners()).toBe(0);
});

test('a stream whose listener goes away ends in silence, and one whose listener may not listen any more says so', async () => {
  for (const [reason, expected] of [
    [undefined, 'ended'],
    [new FaultError(fault('TOKEN_UNKNOWN', 'revoked')), 'TOKEN_UNKNOWN'],
  ] as const) {
    const scene = rig();
    const ending = new AbortController();
    const stream = streamOf(scene, ending);
    const waiting = stream.next().then(
      () => 'ended',
      (error: unknown) => (error instanceof FaultError ? error.fault.code : String(error)),
    );
    ending.abort(reason);
    expect(await waiting).toBe(expected);
    expect(scene.agents.listeners()).toBe(0);
  }
});

test('a fault of the agents ends the stream', async () => {
  const scene = rig();
  const waiting = streamOf(scene).next();
  scene.analyst.answer({ kind: 'fault', fault: fault('ANALYST_FAILED', 'broken') });
  await expect(waiting).rejects.toMatchObject({ fault: { code: 'ANALYST_FAILED' } });
});

test('whoever does not keep up is cut off, and the run is not', async () => {
  const scene = rig();
  const stream = streamOf(scene);
  const first = stream.next();
  const runId = asideRunIn(scene);
  const step = assertDefined(sampleSteps[0], 'a run has a step');
  for (let count = 0; count <= waitingNewsMax; count++) scene.agents.publish({ kind: 'stepTaken', runId, step });
  await expect(first).rejects.toMatchObject({ fault: { code: 'RATE_LIMITED', facts: { runId } } });
});
