import { afterEach, beforeEach, expect, test } from 'vitest';
import { lessonSchema } from '#shared/agent/lesson.ts';
import { opinionSchema, type Opinion } from '#shared/agent/opinion.ts';
import { approvalId, decisionId } from '#shared/trading/ids.ts';
import type { Answer } from '#main/ports/analyst.ts';
import {
  analystRig,
  entryQuestion,
  governanceQuestion,
  manageQuestion,
  reflectionQuestion,
  type AnalystRig,
} from './analyst-rig.suite.ts';

let rig: AnalystRig;

beforeEach(() => {
  rig = analystRig();
});

afterEach(() => rig[Symbol.asyncDispose]());

function opinionIn(answer: Answer): Opinion {
  expect(answer.kind).toBe('opinion');
  return opinionSchema.parse(answer.kind === 'opinion' ? answer.opinion : null);
}

/** The run's steps in short: kinds, and names of nodes and phases. */
const pathOf = (runId: string): readonly string[] =>
  rig.runs.stepsOf(runId).flatMap((step) => {
    if (step.kind === 'nodeStarted' || step.kind === 'toolCalled') return [];
    if (step.kind === 'nodeEnded') return [`(${step.node})`];
    return step.kind === 'phaseEntered' ? [`${step.from} → ${step.phase}`] : [step.kind];
  });

test('the rules’ words are an opinion that moves no rank', async () => {
  const opinion = opinionIn(await rig.ask(entryQuestion()));
  expect(opinion).toMatchObject({ mode: 'rulesOnly', rank: 50, verdict: 'confirm', isGrounded: true });
  expect(opinion.reasons.map(({ text }) => text)).toEqual([
    'The rules buy at 2000 on M15, stop 1990, no target.',
    'donchianBreak: 2000, at least 1998.5.',
  ]);
  const cited = opinion.reasons.flatMap(({ citations }) => citations.map(({ evidenceId }) => evidenceId));
  expect(opinion.evidence.map(({ evidenceId }) => evidenceId)).toEqual([...new Set(cited)]);
});

test('a graph goes from setup to the ticket, waits, and goes on when it is told', async () => {
  const question = entryQuestion();
  const { runId } = opinionIn(await rig.ask(question));
  const walked = pathOf(runId).filter((step) => !step.startsWith('(gather') && step !== 'situationsFound');
  expect(walked).toEqual([
    ...['setup → setup', 'filtersJudged', '(setup)', '(signal)', '(risk)', '(execution)', '(verdict)'],
    ...['setup → enter', 'ticketAwaited', '(enter)', 'concluded'],
  ]);
  expect(rig.runs.run(runId)?.summary.state).toBe('waiting');

  const { scenario, symbol, decision } = question;
  const told = { scenario, symbol, decisionId: decision.decisionId, approvalId: approvalId('approval-1') };
  rig.analyst.tell({ ...told, outcome: 'rejectedByTrader' });
  await rig.settled();
  expect(pathOf(runId).slice(-3)).toEqual(['ticketEnded', 'enter → idle', '(idle)']);
  expect(rig.runs.run(runId)?.summary.state).toBe('ended');

  rig.analyst.tell({ ...told, outcome: 'rejectedByTrader' });
  await rig.settled();
  expect(pathOf(runId).filter((step) => step === 'ticketEnded')).toHaveLength(1);
});

test('a word for another decision resumes nothing', async () => {
  const question = entryQuestion();
  const { runId } = opinionIn(await rig.ask(question));
  const other = { scenario: question.scenario, symbol: question.symbol, decisionId: decisionId('another') };
  rig.analyst.tell({ ...other, approvalId: null, outcome: 'denied' });
  await rig.settled();
  expect(rig.runs.run(runId)?.summary.state).toBe('waiting');
});

test('the next setup on a thread ends the wait of the one before', async () => {
  const first = opinionIn(await rig.ask(entryQuestion()));
  const second = opinionIn(await rig.ask(entryQuestion({ decisionId: decisionId('decision-2') })));
  expect(rig.runs.run(first.runId)?.summary.state).toBe('ended');
  expect(rig.runs.run(second.runId)?.summary.state).toBe('waiting');
});

test('who asks aside hears an opinion under his own id, and no ticket is waited for', async () => {
  const waiting = opinionIn(await rig.ask(entryQuestion()));
  const opinion = opinionIn(
    await rig.ask({ ...entryQuestion({ signal: { kind: 'none' } }), aside: { runId: 'mine' } }),
  );
  expect(opinion).toMatchObject({ runId: 'mine', verdict: 'abstain', mode: 'rulesOnly' });
  expect(rig.runs.run('mine')?.summary.state).toBe('ended');
  expect(rig.runs.run(waiting.runId)?.summary.state).toBe('waiting');
});

test('rules alone propose nothing for a position, and no run is kept of it', async () => {
  expect(await rig.ask(manageQuestion())).toEqual({ kind: 'proposal', proposal: null });
  expect(rig.news).toEqual([]);
});

test('a closed trade teaches what its figures say', async () => {
  const answer = await rig.ask(reflectionQuestion());
  expect(answer.kind).toBe('lesson');
  const lesson = lessonSchema.parse(answer.kind === 'lesson' ? answer.lesson : null);
  expect(lesson).toMatchObject({
    lessonId: 'lesson:reflection/88#1',
    tradeId: 'trade:88#1',
    decisionId: 'decision-1',
    observation: 'In at 2050, out at 2062 after 24 hours: net 120, 1.25R.',
    isGrounded: true,
    model: null,
  });
  expect(pathOf(lesson.runId).filter((step) => step.includes('→'))).toEqual(['manage → exit', 'exit → idle']);
});

test('the governance is explained by its own figures', async () => {
  const answer = await rig.ask(governanceQuestion());
  expect(answer).toMatchObject({
    kind: 'explanation',
    verdict: { agent: 'governance', verdict: 'abstain', model: null },
  });
  expect(answer.kind === 'explanation' && answer.verdict.statements.map(({ text }) => text)).toEqual([
    'Scenario A may enter, by the deposit.',
    'The deposit is 4100.5 USD; the other scenario needs at least 5000.',
    '0 of the 5 closes that a switch needs have spoken for it.',
  ]);
});

test('what agents say is told as it happens, in order', async () => {
  const { runId } = opinionIn(await rig.ask(entryQuestion()));
  const steps = rig.news.flatMap((news) => (news.kind === 'stepTaken' && news.runId === runId ? [news.step] : []));
  expect(steps).toEqual(rig.runs.stepsOf(runId));
  expect(steps.map(({ sequence }) => sequence)).toEqual(steps.map((_, index) => index + 1));
  expect(rig.news.at(-1)).toMatchObject({
    kind: 'runChanged',
    summary: { runId, state: 'waiting', mode: 'rulesOnly' },
  });
});

test('an answer that whoever asked cannot take is logged and ends nothing else', async () => {
  const broken = new Error('the engine stopped');
  await new Promise<void>((asked) => {
    rig.analyst.ask(entryQuestion(), () => {
      asked();
      throw broken;
    });
  });
  await rig.settled();
  expect(rig.lines.filter(({ level }) => level === 'error')).toEqual([expect.objectContaining({ error: broken })]);
  expect(opinionIn(await rig.ask(entryQuestion())).verdict).toBe('confirm');
});
