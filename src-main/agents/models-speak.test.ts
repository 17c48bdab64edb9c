import { expect, test } from 'vitest';
import type { Opinion } from '#shared/agent/opinion.ts';
import { price } from '#shared/units/price.ts';
import { groundedScript } from '#main/testkit/scripted-ollama/grounded-script.ts';
import { modelSlips } from '#main/testkit/scripted-ollama/model-faults.ts';
import type { ModelScript } from '#main/testkit/scripted-ollama/model-script.ts';
import {
  analystRig,
  entryQuestion,
  manageQuestion,
  reflectionQuestion,
  governanceQuestion,
  scriptedRig,
  type AnalystRig,
} from './analyst-rig.suite.ts';

const good = groundedScript({ verdict: 'confirm', confidence: 0.8 });

async function opinionBy(rig: AnalystRig): Promise<Opinion> {
  const answer = await rig.ask(entryQuestion());
  return answer.kind === 'opinion' ? answer.opinion : expect.unreachable(answer.kind);
}

const agentOf = (call: Parameters<ModelScript>[0]): string =>
  /You are the (\w+) agent/.exec(call.messages[0]?.content ?? '')?.[1] ?? '';

test('three agents speak one after the other, each having heard those before it', async () => {
  await using rig = await scriptedRig(good);
  const opinion = await opinionBy(rig);
  expect(opinion).toMatchObject({ mode: 'model', verdict: 'confirm', isGrounded: true });
  expect(opinion.rank).toBeGreaterThan(50);
  expect(opinion.verdicts.map(({ agent }) => agent)).toEqual(['signal', 'risk', 'execution']);
  const asked = rig.server.chats.filter(({ isProbe }) => !isProbe).map(({ messages }) => messages[1]?.content ?? '');
  expect(asked.map((text) => text.includes('"agent":"signal"'))).toEqual([false, true, true]);
  expect(asked.map((text) => text.includes('"agent":"risk"'))).toEqual([false, false, true]);
  expect(opinion.tokens.reply).toBeGreaterThan(0);
});

test('a grounded veto is one, with the least rank', async () => {
  await using rig = await scriptedRig(groundedScript({ verdict: 'veto', confidence: 0.9 }));
  const opinion = await opinionBy(rig);
  expect(opinion).toMatchObject({ verdict: 'veto', isGrounded: true });
  expect(opinion.rank).toBeLessThanOrEqual(20);
});

test('numbers that no record bears out raise no rank, and are named', async () => {
  await using rig = await scriptedRig((call) => (call.isProbe ? good(call) : modelSlips.ungroundedNumbers(call)));
  const opinion = await opinionBy(rig);
  expect(opinion).toMatchObject({ mode: 'model', isGrounded: false });
  expect(opinion.rank).toBeLessThanOrEqual(50);
  expect(opinion.verdicts[0]?.ungrounded.length).toBeGreaterThan(0);
});

test('whoever has no time left is not heard, and what was said before stands', async () => {
  const settings = { deadlineMs: { A: 900, B: 900 }, language: 'en' } as const;
  const script: ModelScript = (call) =>
    call.isProbe || agentOf(call) === 'signal' ? good(call) : { kind: 'hang', after: 'nothing' };
  await using rig = await scriptedRig(script, { settings });
  const opinion = await opinionBy(rig);
  expect(opinion).toMatchObject({ mode: 'model', verdict: 'confirm' });
  expect(opinion.verdicts.map(({ agent }) => agent)).toEqual(['signal']);
});

test('agents speak the trader’s language', async () => {
  const settings = { deadlineMs: { A: 2_000, B: 2_000 }, language: 'ru' } as const;
  await using rig = await scriptedRig(good, { settings });
  expect((await opinionBy(rig)).reasons[0]?.text).toMatch(/[а-я]/i);
  await using ruled = analystRig({ settings });
  expect((await opinionBy(ruled)).reasons[0]?.text).toMatch(/^Правила покупают/);
});

test('a manager may propose less of a position', async () => {
  await using rig = await scriptedRig(groundedScript({ action: { kind: 'closePart', ratio: 0.5 } }));
  const question = manageQuestion();
  const answer = await rig.ask(question);
  expect(answer).toMatchObject({
    kind: 'proposal',
    proposal: {
      positionId: question.position.positionId,
      action: { kind: 'closePart', ratio: 0.5 },
      isGrounded: true,
      validUntilUtcMs: question.decision.validUntilUtcMs,
    },
  });
});

test.each([
  ['nearer to the price', 1995, true],
  ['where it is', 1990, false],
  ['farther from the price', 1980, false],
])('a manager’s stop that is %s is proposed: %s → %s', async (_, stop, isProposed) => {
  await using rig = await scriptedRig(groundedScript({ action: { kind: 'moveStop', stop } }));
  const question = manageQuestion();
  const position = { ...question.position, side: 'buy', stop: price(1990) } as const;
  const answer = await rig.ask({ ...question, position });
  expect(answer.kind === 'proposal' && answer.proposal !== null).toBe(isProposed);
  const [run] = rig.runs.runs({
    scenario: null,
    symbol: null,
    kind: 'manage',
    decisionId: null,
    before: null,
    limit: 1,
  });
  expect(run).toMatchObject({ mode: 'model', state: 'ended' });
  const dropped = rig.runs.stepsOf(run?.runId ?? '').filter(({ kind }) => kind === 'failed');
  expect(dropped).toHaveLength(isProposed ? 0 : 1);
});

test('a manager that proposes nothing says why, and is named', async () => {
  await using rig = await scriptedRig(good);
  expect(await rig.ask(manageQuestion())).toEqual({ kind: 'proposal', proposal: null });
  const [run] = rig.runs.runs({
    scenario: null,
    symbol: null,
    kind: 'manage',
    decisionId: null,
    before: null,
    limit: 1,
  });
  expect(run).toMatchObject({ mode: 'model', model: 'gpt-oss:120b-cloud' });
  const concluded = rig.runs.stepsOf(run?.runId ?? '').find(({ kind }) => kind === 'concluded');
  expect(concluded?.kind === 'concluded' && concluded.statements.length).toBeGreaterThan(0);
});

test('a lesson and an explanation are in a model’s words where one answers', async () => {
  await using rig = await scriptedRig(good);
  expect(await rig.ask(reflectionQuestion())).toMatchObject({
    kind: 'lesson',
    lesson: { model: 'gpt-oss:120b-cloud', isGrounded: true, lessonId: 'lesson:reflection/88#1' },
  });
  expect(await rig.ask(governanceQuestion())).toMatchObject({
    kind: 'explanation',
    verdict: { agent: 'governance', model: 'gpt-oss:120b-cloud', ungrounded: [] },
  });
});
