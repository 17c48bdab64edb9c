import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import type { Answer } from '#main/ports/analyst.ts';
import { sampleLesson } from '#main/testkit/sample-lesson.ts';
import { sampleOpinion } from '#main/testkit/sample-opinion.ts';
import { createScriptedAnalyst } from '#main/testkit/scripted-analyst.ts';
import { createEngineRig, type EngineRig } from './engine-rig.suite.ts';
import { leavePosition, openPosition } from './open-position.suite.ts';

async function rigWithPosition() {
  const analyst = createScriptedAnalyst();
  const rig = createEngineRig({ analyst });
  rig.connect();
  rig.breakOut();
  const { decision } = analyst.question('entry');
  const opinion = sampleOpinion({ decisionId: decision.decisionId });
  analyst.answer({ kind: 'opinion', opinion });
  const { position, request } = await openPosition(rig);
  return { rig, analyst, decision, opinion, position, request };
}

/** Closed at a profit; the agents are asked what it has taught. */
async function rigWithClosedTrade() {
  const opened = await rigWithPosition();
  const { rig, position } = opened;
  leavePosition(rig, { volume: position.volume, profit: 60 });
  rig.report([]);
  rig.clock.advance(250);
  return opened;
}

const reflections = ({ asked }: Awaited<ReturnType<typeof rigWithPosition>>['analyst']) =>
  asked.filter(({ kind }) => kind === 'reflection');

const lesson = (changes: Parameters<typeof sampleLesson>[0] = {}): Answer => ({
  kind: 'lesson',
  lesson: sampleLesson({ lessonId: 'lesson:reflection/9#1', tradeId: 'trade:9#1', ...changes }),
});

const learnt = (rig: EngineRig) =>
  rig.ledger.events.flatMap(({ event }) => (event.kind === 'lessonLearnt' ? [event.lesson] : []));

test('a trade of a scenario that has closed is reflected on, with what was decided and thought, and what it came to in R', async () => {
  const { analyst, decision, opinion, request } = await rigWithClosedTrade();
  const question = analyst.question('reflection');
  expect(question).toMatchObject({ scenario: 'B', trade: { positionId: '9', ordinal: 1 }, decision, opinion });
  expect(question.rMultiple).toBeCloseTo(question.trade.net / request.riskMoney, 9);
  expect(reflections(analyst)).toHaveLength(1);
});

test('a lesson is kept, is known from now on, and its trade is not asked about again', async () => {
  const { rig, analyst } = await rigWithClosedTrade();
  rig.clock.advance(5_000);
  analyst.answer(lesson({ learntAtUtcMs: 1 }));
  expect(learnt(rig)).toMatchObject([
    { lessonId: 'lesson:reflection/9#1', learntAtUtcMs: rig.engine.snapshot().marketUtcMs },
  ]);
  expect(rig.deltas).toContainEqual({ kind: 'lessonsChanged', lessonId: 'lesson:reflection/9#1' });
  const again = rig.restart();
  again.connect();
  again.clock.advance(1_000);
  expect(reflections(analyst)).toHaveLength(1);
});

test('one whose answer a restart cut off is asked about again, and learnt from once', async () => {
  const { rig, analyst } = await rigWithClosedTrade();
  rig.clock.advance(10_000);
  expect(reflections(analyst)).toHaveLength(1);
  const again = rig.restart();
  again.clock.advance(250);
  expect(reflections(analyst)).toHaveLength(2);
  analyst.answer(lesson());
  analyst.answer(lesson());
  expect(learnt(again)).toHaveLength(1);
});

const failed = (why: string): Answer => ({ kind: 'fault', fault: fault('ANALYST_FAILED', why) });

const failures = ({ ledger }: EngineRig) =>
  ledger.events.flatMap(({ event }) =>
    event.kind === 'reflectionFailed' ? [`${event.attempt} ${event.next} ${event.fault.code} ${event.tradeId}`] : [],
  );

test('one that failed is asked about again at the next close of its scenario’s bar, and may then teach', async () => {
  const { rig, analyst } = await rigWithClosedTrade();
  analyst.answer(failed('out of words'));
  rig.clock.advance(10_000);
  expect(reflections(analyst)).toHaveLength(1);
  rig.closeBar(2006);
  rig.clock.advance(250);
  expect(reflections(analyst)).toHaveLength(2);
  analyst.answer(lesson());
  rig.closeBar(2007);
  expect([reflections(analyst).length, learnt(rig).length, failures(rig)]).toEqual([
    2,
    1,
    ['1 again ANALYST_FAILED trade:9#1'],
  ]);
});

test('after three tries, counted through a restart, the log says that there is no lesson and why', async () => {
  const { rig, analyst } = await rigWithClosedTrade();
  analyst.answer(failed('out of words'));
  rig.closeBar(2006);
  rig.clock.advance(70_000);
  const again = rig.restart();
  again.connect();
  again.clock.advance(10_000);
  expect(reflections(analyst)).toHaveLength(2);
  again.closeBar(2007);
  again.clock.advance(250);
  analyst.answer({ kind: 'proposal', proposal: null });
  for (let close = 2008; close < 2012; close++) again.closeBar(close);
  expect(reflections(analyst)).toHaveLength(3);
  expect(failures(again)).toEqual([
    '1 again ANALYST_FAILED trade:9#1',
    '2 again ANALYST_SILENT trade:9#1',
    '3 none ANALYST_FAILED trade:9#1',
  ]);
  const once = again.restart();
  once.connect();
  once.closeBar(2012);
  expect(reflections(analyst)).toHaveLength(3);
});

test('trades that wait since nobody was asked are reflected on one after the other', async () => {
  const alone = createEngineRig();
  alone.connect();
  alone.breakOut();
  for (const positionId of ['9', '8']) {
    const { position } = await openPosition(alone, positionId);
    leavePosition(alone, { positionId, volume: position.volume, profit: 60 });
    alone.report([]);
    alone.closeBar(2010);
  }
  const analyst = createScriptedAnalyst();
  const rig = createEngineRig({ ...alone, analyst });
  rig.clock.advance(1_000);
  expect(reflections(analyst)).toMatchObject([{ trade: { positionId: '9' } }]);
  analyst.answer(failed('out of words'));
  rig.clock.advance(1_000);
  expect(reflections(analyst)).toMatchObject([{ trade: { positionId: '9' } }, { trade: { positionId: '8' } }]);
});

test('a position that the trader signs off as gone teaches nothing, and nobody is asked', async () => {
  const { rig, analyst } = await rigWithPosition();
  rig.tell({ kind: 'sessionClosed', fault: fault('NOT_CONNECTED', 'gone') });
  rig.connect({ positions: [] });
  expect(rig.engine.snapshot()).toMatchObject({
    differences: [{ kind: 'missingPosition' }],
    positions: [{ positionId: '9' }],
  });
  expect(await rig.ask({ kind: 'resume', reason: 'I closed it elsewhere' })).toEqual({ ok: true });
  rig.report([]);
  expect(rig.engine.snapshot().positions).toEqual([]);
  for (let close = 2006; close < 2010; close++) rig.closeBar(close);
  expect([reflections(analyst), failures(rig)]).toEqual([[], []]);
});

test('a trade of which a part is left has taught nothing yet', async () => {
  const { rig, analyst, position } = await rigWithPosition();
  leavePosition(rig, { volume: 0.01, profit: 5 });
  rig.report([{ ...position, volume: position.volume }]);
  rig.clock.advance(1_000);
  expect(reflections(analyst)).toEqual([]);
});

test('a stranger’s trade is not reflected on', () => {
  const analyst = createScriptedAnalyst();
  const rig = createEngineRig({ analyst });
  rig.connect();
  leavePosition(rig, { volume: 0.1, profit: 5 });
  rig.clock.advance(1_000);
  expect(analyst.asked).toEqual([]);
});

test.each<readonly [string, Answer]>([
  ['of another trade', lesson({ tradeId: 'trade:10#1' })],
  ['under another name', lesson({ lessonId: 'lesson:approval-1' })],
  ['of another symbol', lesson({ symbol: 'EURUSD' })],
  ['that is a fault', { kind: 'fault', fault: fault('ANALYST_FAILED', 'out of words') }],
  ['that is a proposal', { kind: 'proposal', proposal: null }],
])('a lesson %s is not taken up', async (_, answer) => {
  const { rig, analyst } = await rigWithClosedTrade();
  analyst.answer(answer);
  expect([learnt(rig), rig.failures]).toEqual([[], []]);
});

test('the trader retires a lesson once', async () => {
  const { rig, analyst } = await rigWithClosedTrade();
  analyst.answer(lesson());
  const retire = () =>
    rig.ask({ kind: 'retireLesson', lessonId: 'lesson:reflection/9#1', reason: 'one trade is none' });
  expect(await retire()).toEqual({ ok: true });
  expect(rig.ledger.reads.lesson('lesson:reflection/9#1')?.retired).toMatchObject({ reason: 'one trade is none' });
  expect(await retire()).toMatchObject({ error: { code: 'LESSON_UNKNOWN' } });
  const unknown = { kind: 'retireLesson', lessonId: 'lesson:none', reason: 'whatever it is' } as const;
  expect(await rig.ask(unknown)).toMatchObject({ error: { code: 'LESSON_UNKNOWN' } });
});
