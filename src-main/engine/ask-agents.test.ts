import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import { fault } from '#shared/base/fault.ts';
import { decisionId } from '#shared/trading/ids.ts';
import type { Answer } from '#main/ports/analyst.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { sampleLesson } from '#main/testkit/sample-lesson.ts';
import { sampleOpinion } from '#main/testkit/sample-opinion.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { createScriptedAnalyst, type ScriptedAnalyst } from '#main/testkit/scripted-analyst.ts';
import { createEngineRig, type EngineRig } from './engine-rig.suite.ts';

/** Connected, with a break-out that the agents are asked about. */
function rigWithQuestion(given: Parameters<typeof createEngineRig>[0] = {}) {
  const analyst = createScriptedAnalyst();
  const rig = createEngineRig({ analyst, ...given });
  rig.connect();
  rig.breakOut();
  return { rig, analyst };
}

/** The same without anybody to be asked. */
function rigWithTicket() {
  const rig = createEngineRig();
  rig.connect();
  rig.breakOut();
  return { rig };
}

const opinionOn = (analyst: ScriptedAnalyst, changes: Parameters<typeof sampleOpinion>[0] = {}): Answer => {
  const { decisionId: id, scenario, symbol } = analyst.question('entry').decision;
  return { kind: 'opinion', opinion: sampleOpinion({ decisionId: id, scenario, symbol, ...changes }) };
};

const given = (rig: EngineRig) =>
  rig.ledger.events.flatMap(({ event }) => (event.kind === 'opinionGiven' ? [event] : []));

const denials = (rig: EngineRig) =>
  rig.ledger.events.flatMap(({ event }) => (event.kind === 'intentDenied' ? [event.fault.code] : []));

const approvals = (rig: EngineRig) => rig.engine.snapshot().approvals;

const lamp = (rig: EngineRig) => rig.engine.snapshot().lamps.find(({ name }) => name === 'model');

const lost = fault('SESSION_SILENT', 'the terminal fell silent');

test('a setup is put before the agents first: the replay waits, and there is no ticket yet', () => {
  const { rig, analyst } = rigWithQuestion();
  const { decision, phase, facts, asOfUtcMs } = analyst.question('entry');
  expect(decision.signal.kind).toBe('enter');
  expect({ phase, facts }).toEqual({
    phase: 'setup',
    facts: { isSetup: true, isEntering: false, isInPosition: false, isExiting: false },
  });
  expect(asOfUtcMs).toBe(rig.engine.snapshot().marketUtcMs);
  expect(rig.engine.snapshot().questions).toMatchObject([
    { decisionId: decision.decisionId, scenario: 'B', deadlineMs: 60_000 },
  ]);
  expect(rig.engine.snapshot().scenarios[0]?.phase).toBe('setup');
  expect([approvals(rig).length, rig.held.has('ticket'), lamp(rig)?.code]).toEqual([0, true, 'asking']);
});

test('a ticket bears what was thought of its decision, and the rest is the rules’', () => {
  const { rig, analyst } = rigWithQuestion();
  const answer = opinionOn(analyst);
  analyst.answer(answer);
  expect(approvals(rig)).toMatchObject([{ opinion: answer.kind === 'opinion' ? answer.opinion : null }]);
  expect(rig.engine.snapshot().questions).toEqual([]);
  expect(rig.held).toContain('ticket');
  expect(lamp(rig)).toMatchObject({ code: 'modelAnswers', detail: 'scripted:1b' });
  expect(rig.deltas.filter(({ kind }) => kind === 'questionsChanged')).toHaveLength(2);
});

test('an analyst may answer at once', () => {
  const analyst = createScriptedAnalyst();
  analyst.answerWith(() => opinionOn(analyst, { mode: 'rulesOnly', verdicts: [] }));
  const { rig } = rigWithQuestion({ analyst });
  expect(approvals(rig)).toHaveLength(1);
  expect(lamp(rig)).toMatchObject({ code: 'modelDown', level: 'warning' });
});

test('a grounded veto denies the entry, and the agents hear of it', () => {
  const { rig, analyst } = rigWithQuestion();
  analyst.answer(opinionOn(analyst, { verdict: 'veto', rank: 10 }));
  expect([approvals(rig).length, denials(rig), rig.held.has('ticket')]).toEqual([0, ['VETOED_BY_AGENTS'], false]);
  const { decisionId: id } = analyst.question('entry').decision;
  expect(analyst.told).toEqual([
    { scenario: 'B', symbol: 'XAUUSD', decisionId: id, approvalId: null, outcome: 'denied' },
  ]);
});

test.each([
  ['is not grounded', { isGrounded: false }, 'deny' as const],
  ['only warns by the trader’s setting', {}, 'warn' as const],
])('a veto that %s stands on the ticket', (_, changes, vetoes) => {
  const { rig, analyst } = rigWithQuestion({ vetoes });
  analyst.answer(opinionOn(analyst, { verdict: 'veto', rank: 10, ...changes }));
  expect(approvals(rig)).toMatchObject([{ opinion: { verdict: 'veto', rank: 10 } }]);
});

test('where nobody answers the rules decide, a second after the deadline', () => {
  const { rig, analyst } = rigWithQuestion();
  rig.clock.advance(60_900);
  expect(approvals(rig)).toEqual([]);
  rig.quote(2005);
  rig.clock.advance(500);
  expect(approvals(rig)).toMatchObject([{ opinion: null }]);
  expect(given(rig)).toMatchObject([{ opinion: null, fault: { code: 'ANALYST_SILENT' } }]);
  analyst.answer(opinionOn(analyst, { verdict: 'veto' }));
  expect(approvals(rig)).toHaveLength(1);
  expect(given(rig)).toHaveLength(1);
  expect(lamp(rig)).toMatchObject({ code: 'modelDown', level: 'fault', detail: 'ANALYST_SILENT' });
});

test.each<readonly [string, (analyst: ScriptedAnalyst) => Answer]>([
  ['a fault', () => ({ kind: 'fault', fault: fault('ANALYST_FAILED', 'out of words') })],
  ['an answer of another kind', () => ({ kind: 'lesson', lesson: sampleLesson() })],
  ['a proposal of nothing', () => ({ kind: 'proposal', proposal: null })],
  ['an opinion on another decision', (it) => opinionOn(it, { decisionId: 'decision-of-yesterday', verdict: 'veto' })],
  ['an opinion on another symbol', (it) => opinionOn(it, { symbol: 'EURUSD', verdict: 'veto' })],
  [
    'an opinion that is none',
    (it) => {
      const answer = opinionOn(it);
      return answer.kind === 'opinion' ? { ...answer, opinion: { ...answer.opinion, rank: 1e9 } } : answer;
    },
  ],
])('after %s the rules decide, and the log says why', (_, answerOf) => {
  const { rig, analyst } = rigWithQuestion();
  analyst.answer(answerOf(analyst));
  expect(approvals(rig)).toMatchObject([{ opinion: null }]);
  expect(given(rig)).toMatchObject([{ opinion: null, fault: { code: 'ANALYST_FAILED' } }]);
  expect(rig.failures).toEqual([]);
});

test('only the first answer counts', () => {
  const { rig, analyst } = rigWithQuestion();
  analyst.answer(opinionOn(analyst));
  analyst.answer(opinionOn(analyst, { verdict: 'veto' }));
  expect(approvals(rig)).toMatchObject([{ opinion: { verdict: 'confirm' } }]);
  expect(given(rig)).toHaveLength(1);
});

test('an analyst that throws has failed, and the engine goes on', () => {
  const broken = (): never => {
    throw new Error('broken');
  };
  const { rig } = rigWithQuestion({ analyst: { ask: broken, tell: broken, takeUp: broken } });
  expect(given(rig)).toMatchObject([{ fault: { code: 'ANALYST_FAILED' } }]);
  expect(approvals(rig)).toHaveLength(1);
  expect(rig.failures).toEqual([]);
});

test('a question that is open survives a restart: it is asked anew while its decision holds', () => {
  const { rig, analyst } = rigWithQuestion();
  const again = rig.restart();
  expect(again.engine.snapshot().questions).toHaveLength(1);
  again.connect();
  expect(analyst.asked).toHaveLength(2);
  expect(again.held).toContain('ticket');
  again.quote(2005);
  analyst.answer(opinionOn(analyst));
  expect(approvals(again)).toMatchObject([{ opinion: { verdict: 'confirm' } }]);
  expect(again.kinds().filter((kind) => kind === 'opinionAsked')).toHaveLength(1);
});

test('one whose decision has run out meanwhile ends, and nothing is offered', () => {
  const { rig, analyst } = rigWithQuestion();
  rig.engine[Symbol.dispose]();
  rig.clock.advance(5 * 60_000);
  const again = rig.restart();
  again.connect();
  expect(analyst.asked).toHaveLength(1);
  expect([again.engine.snapshot().questions, approvals(again)]).toEqual([[], []]);
  expect(given(again)).toMatchObject([{ fault: { code: 'ANALYST_SILENT' } }]);
  expect(denials(again)).toHaveLength(1);
});

test('where nobody is left to be asked after a restart the rules decide', () => {
  const { rig } = rigWithQuestion();
  const lastTicks = [sampleQuote({ bid: 2005, occurredAtUtcMs: rig.clock.wall.nowUtcMs() })];
  const again = createEngineRig({ ledger: rig.ledger, clock: rig.clock, lastTicks });
  again.connect();
  expect(approvals(again)).toMatchObject([{ opinion: null }]);
});

test('the rules’ next word ends the question of the one before, also where the market’s clock lags behind', () => {
  const { rig, analyst } = rigWithQuestion();
  const first = analyst.question('entry').decision;
  const openTimeUtcMs = first.validUntilUtcMs - 300_000;
  const bar = sampleBar({ openTimeUtcMs, close: 2011, high: 2011.5, low: 2010.5 });
  rig.engine.accept({ kind: 'barClosed', symbol: 'XAUUSD', timeframe: 'M5', bar });
  const second = analyst.question('entry').decision;
  expect(second.decisionId).not.toBe(first.decisionId);
  expect(rig.engine.snapshot().questions).toMatchObject([{ decisionId: second.decisionId }]);
  expect(analyst.told).toEqual([
    { scenario: 'B', symbol: 'XAUUSD', decisionId: first.decisionId, approvalId: null, outcome: 'superseded' },
  ]);
  expect(rig.kinds()).not.toContain('intentFormed');
});

test('the market’s time ends a question', () => {
  const { rig } = rigWithQuestion();
  rig.clock.advance(30_000);
  rig.clock.setMarket((rig.engine.snapshot().marketUtcMs ?? 0) + 5 * 60_000);
  rig.clock.advance(250);
  expect(rig.engine.snapshot().questions).toEqual([]);
  expect(denials(rig)).toEqual(['INTENT_INVALID']);
});

test.each<readonly [string, (rig: EngineRig) => unknown, string]>([
  ['halted', (rig) => rig.ask({ kind: 'halt', reason: 'news' }), 'TRADING_STATE'],
  [
    'disconnected',
    (rig) => {
      rig.tell({ kind: 'sessionClosed', fault: lost });
    },
    'TRADING_STATE',
  ],
  [
    'handed to the other scenario',
    (rig) => rig.ask({ kind: 'forceScenario', scenario: 'A', reason: 'small steps' }),
    'SCENARIO_INACTIVE',
  ],
])('what was confirmed is judged by risk as of its answer: %s meanwhile', async (_, change, code) => {
  const { rig, analyst } = rigWithQuestion();
  await change(rig);
  analyst.answer(opinionOn(analyst));
  expect([approvals(rig), denials(rig)]).toEqual([[], [code]]);
});

test('nobody is asked about a shadow’s wish', async () => {
  const analyst = createScriptedAnalyst();
  const rig = createEngineRig({ analyst });
  rig.connect();
  await rig.ask({ kind: 'forceScenario', scenario: 'A', reason: 'small steps' });
  rig.breakOut();
  expect(analyst.asked.filter(({ kind }) => kind === 'entry')).toEqual([]);
  expect(denials(rig)).toEqual(['SCENARIO_INACTIVE']);
});

test('agents hear how a ticket ended, once: of one that another stands in for, nothing', async () => {
  const { rig, analyst } = rigWithQuestion();
  analyst.answer(opinionOn(analyst));
  const first = assertDefined(approvals(rig)[0], 'a ticket').ticket;
  rig.quote(first.parameters.worstPrice + 0.5);
  await rig.ask({ kind: 'approve', approvalId: first.approvalId, parameters: first.parameters });
  expect(analyst.told).toEqual([]);
  const { approvalId } = assertDefined(approvals(rig)[0], 'a new ticket').ticket;
  expect(approvals(rig)).toMatchObject([{ opinion: { verdict: 'confirm' } }]);
  await rig.ask({ kind: 'reject', approvalId, reason: 'too late for me' });
  expect(analyst.told).toMatchObject([{ approvalId, outcome: 'rejectedByTrader', scenario: 'B' }]);
});

test('at a start the agents are told how the log stands', () => {
  const { rig, analyst } = rigWithQuestion();
  expect(analyst.standings).toEqual([[{ scenario: 'B', symbol: 'XAUUSD', phase: 'idle', awaited: null, ended: null }]]);
  analyst.answer(opinionOn(analyst));
  const { approvalId, intent } = assertDefined(approvals(rig)[0], 'a ticket').ticket;
  rig.restart();
  expect(analyst.standings[1]).toMatchObject([{ phase: 'enter', awaited: intent.decisionId, ended: null }]);
  rig.clock.advance(5 * 60_000);
  rig.restart();
  const ended = { decisionId: intent.decisionId, approvalId, outcome: 'expired' };
  expect(analyst.standings.at(-1)).toMatchObject([{ awaited: null, ended }]);
});

test('a switch of the scenario is explained, and nothing follows from the words', async () => {
  const analyst = createScriptedAnalyst();
  const rig = createEngineRig({ analyst });
  rig.connect();
  await rig.ask({ kind: 'forceScenario', scenario: 'A', reason: 'small steps' });
  await rig.ask({ kind: 'forceScenario', scenario: 'B', reason: 'larger ones' });
  expect(analyst.asked).toMatchObject([{ kind: 'governance', scenario: 'B', governance: { active: 'B' } }]);
  const before = rig.kinds().length;
  const verdict = assertDefined(sampleOpinion().verdicts[0], 'a verdict');
  analyst.answer({ kind: 'explanation', runId: 'governance:1', verdict });
  expect(rig.kinds()).toHaveLength(before);
});

test('whatever agents say, what is offered is what the rules and risk made of it', () => {
  const { rig: alone } = rigWithTicket();
  const byRules = assertDefined(approvals(alone)[0], 'a ticket').ticket;
  const said = fc.record({
    verdict: fc.constantFrom('confirm' as const, 'veto' as const, 'abstain' as const),
    rank: fc.integer({ min: 0, max: 100 }),
    isGrounded: fc.boolean(),
    mode: fc.constantFrom('model' as const, 'rulesOnly' as const),
    words: fc.string({ minLength: 1, maxLength: 80 }).filter((text) => text.trim() !== ''),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
  });
  fc.assert(
    fc.property(said, ({ words, value, ...rest }) => {
      const { rig, analyst } = rigWithQuestion();
      const reasons = [{ text: words, citations: [{ evidenceId: 'limit:volumeMax', value }] }];
      analyst.answer(opinionOn(analyst, { ...rest, reasons }));
      const isVetoed = rest.verdict === 'veto' && rest.isGrounded;
      const [ticket] = approvals(rig).map((it) => it.ticket);
      if (isVetoed) expect([ticket, denials(rig)]).toEqual([undefined, ['VETOED_BY_AGENTS']]);
      else expect(ticket).toEqual(byRules);
    }),
    { numRuns: 12 },
  );
});

test('a question may name a decision that the log does not know, and is none then', () => {
  const { rig } = rigWithQuestion();
  rig.engine.accept({
    kind: 'answered',
    key: `entry:${decisionId('never-made')}`,
    answer: { kind: 'opinion', opinion: sampleOpinion({ decisionId: 'never-made' }) },
  });
  expect([given(rig), approvals(rig)]).toEqual([[], []]);
});
