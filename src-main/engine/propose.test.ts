import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import type { ProposedAction } from '#shared/agent/proposal.ts';
import { price } from '#shared/units/price.ts';
import { sampleOpinion } from '#main/testkit/sample-opinion.ts';
import { sampleProposal } from '#main/testkit/sample-proposal.ts';
import { createScriptedAnalyst } from '#main/testkit/scripted-analyst.ts';
import { createEngineRig, type EngineRig } from './engine-rig.suite.ts';
import { leavePosition, openPosition } from './open-position.suite.ts';

/** A position that the rules hold over one bar more, about which the agents are asked. */
async function rigWithPosition(given: { readonly manageEveryMs?: number } = {}) {
  const analyst = createScriptedAnalyst();
  const rig = createEngineRig({ ...given, analyst });
  rig.connect();
  rig.breakOut();
  const { decision } = analyst.question('entry');
  analyst.answer({ kind: 'opinion', opinion: sampleOpinion({ decisionId: decision.decisionId }) });
  const { position } = await openPosition(rig);
  rig.closeBar(2006);
  const propose = (changes: Parameters<typeof sampleProposal>[0] = {}) => {
    const validUntilUtcMs = (rig.engine.snapshot().marketUtcMs ?? 0) + 3_600_000;
    const proposal = sampleProposal({ positionId: '9', validUntilUtcMs, ...changes });
    analyst.answer({ kind: 'proposal', proposal });
  };
  return { rig, analyst, position, propose };
}

const shown = (rig: EngineRig) => rig.engine.snapshot().proposals;

const ends = (rig: EngineRig) =>
  rig.ledger.events.flatMap(({ event }) =>
    event.kind === 'proposalEnded' ? [`${event.proposalId} ${event.outcome}`] : [],
  );

const take = (rig: EngineRig, proposalId = 'proposal-1') => rig.ask({ kind: 'takeProposal', proposalId });

const newestOrder = (rig: EngineRig) => rig.gateway.sent.at(-1)?.request;

test('agents are asked about a position that the rules hold, and nothing follows from a proposal by itself', async () => {
  const { rig, analyst, position, propose } = await rigWithPosition();
  const question = analyst.question('manage');
  expect(question).toMatchObject({ position, phase: 'manage', decision: { signal: { kind: 'none' } } });
  propose();
  expect(shown(rig)).toMatchObject([{ proposalId: 'proposal-1', action: { kind: 'close' } }]);
  expect(shown(rig)[0]?.validUntilUtcMs).toBe(question.decision.validUntilUtcMs);
  expect(rig.gateway.sent).toHaveLength(1);
  expect(rig.held).not.toContain('ticket');
});

test('rules propose nothing', async () => {
  const { rig, analyst } = await rigWithPosition();
  analyst.answer({ kind: 'proposal', proposal: null });
  expect([shown(rig), rig.kinds().includes('proposalMade')]).toEqual([[], false]);
});

test('agents are asked at the first close, then no sooner than the trader wants it, through closes between', async () => {
  const { rig, analyst } = await rigWithPosition({ manageEveryMs: 15 * 60_000 });
  const questions = () => analyst.asked.filter(({ kind }) => kind === 'manage').length;
  const asked = [questions()];
  for (let bar = 1; bar <= 6; bar++) {
    rig.closeBar(2006 + bar / 100);
    asked.push(questions());
  }
  expect(asked).toEqual([1, 1, 1, 2, 2, 2, 3]);
  const again = rig.restart();
  again.connect({ positions: rig.engine.snapshot().positions });
  again.closeBar(2006);
  expect(questions()).toBe(4);
});

test('a position that has moved by 1 R since is asked about at once', async () => {
  const { rig, analyst, position } = await rigWithPosition({ manageEveryMs: 24 * 3_600_000 });
  const questions = () => analyst.asked.filter(({ kind }) => kind === 'manage').length;
  const risked = position.openPrice - (position.stop ?? 0);
  rig.closeBar(2006 + 0.9 * risked);
  expect(questions()).toBe(1);
  rig.closeBar(2006 + 1.01 * risked);
  expect(questions()).toBe(2);
});

test('the trader’s click closes, once, in any trading state', async () => {
  const { rig, propose } = await rigWithPosition();
  propose();
  await rig.ask({ kind: 'halt', reason: 'enough' });
  expect(await take(rig)).toEqual({ ok: true });
  expect(newestOrder(rig)).toMatchObject({ kind: 'reduceOnly', positionId: '9', side: 'sell' });
  expect(await take(rig)).toMatchObject({ error: { code: 'PROPOSAL_ENDED' } });
  expect(rig.gateway.sent).toHaveLength(2);
  expect([shown(rig), ends(rig)]).toEqual([[], ['proposal-1 taken']]);
});

test('a part is rounded down to the step, and one that cannot be is denied', async () => {
  const { rig, position, propose } = await rigWithPosition();
  propose({ action: { kind: 'closePart', ratio: 0.34 } });
  await take(rig);
  expect(newestOrder(rig)).toMatchObject({ volume: Math.floor(position.volume * 34 + 1e-9) / 100 });
  const small = await rigWithPosition();
  small.propose({ action: { kind: 'closePart', ratio: 0.0001 } });
  expect(await take(small.rig)).toMatchObject({ error: { code: 'VOLUME_BELOW_MIN' } });
  expect([ends(small.rig), small.rig.gateway.sent.length]).toEqual([['proposal-1 denied'], 1]);
});

test('a stop is moved nearer, the target left alone', async () => {
  const { rig, position, propose } = await rigWithPosition();
  const stop = price((position.stop ?? 0) + 1);
  propose({ action: { kind: 'moveStop', stop } });
  expect(await take(rig)).toEqual({ ok: true });
  expect(newestOrder(rig)).toMatchObject({ kind: 'modify', stop, target: position.target });
});

test('a stop that is farther, or where the price is already, is not shown', async () => {
  const { rig, position, propose } = await rigWithPosition();
  propose({ action: { kind: 'moveStop', stop: price((position.stop ?? 0) - 1) } });
  expect(shown(rig)).toEqual([]);
  const passed = await rigWithPosition();
  passed.propose({ action: { kind: 'moveStop', stop: price(2007) } });
  expect(shown(passed.rig)).toEqual([]);
});

test('one that would widen by now is refused by its proof, though the trader clicks', async () => {
  const { rig, position, propose } = await rigWithPosition();
  propose({ action: { kind: 'moveStop', stop: price((position.stop ?? 0) + 1) } });
  rig.report([{ ...position, stop: price((position.stop ?? 0) + 2) }]);
  expect(await take(rig)).toMatchObject({ error: { code: 'NOT_A_REDUCTION' } });
  expect(ends(rig)).toEqual(['proposal-1 denied']);
  expect(rig.gateway.sent).toHaveLength(1);
});

test('the trader may dismiss it', async () => {
  const { rig, propose } = await rigWithPosition();
  propose();
  expect(await rig.ask({ kind: 'dismissProposal', proposalId: 'proposal-1' })).toEqual({ ok: true });
  expect(ends(rig)).toEqual(['proposal-1 dismissed']);
  expect(await rig.ask({ kind: 'dismissProposal', proposalId: 'proposal-1' })).toMatchObject({
    error: { code: 'PROPOSAL_ENDED' },
  });
  expect(await take(rig, 'of-nobody')).toMatchObject({ error: { code: 'PROPOSAL_UNKNOWN' } });
});

test('without a terminal it stands, and is not taken', async () => {
  const { rig, propose } = await rigWithPosition();
  propose();
  rig.tell({ kind: 'sessionClosed', fault: fault('SESSION_SILENT', 'gone') });
  expect(await take(rig)).toMatchObject({ error: { code: 'NOT_CONNECTED' } });
  expect(shown(rig)).toHaveLength(1);
});

test('it ends at the next decision, through a restart too', async () => {
  const { rig, propose } = await rigWithPosition();
  propose();
  rig.engine[Symbol.dispose]();
  const again = rig.restart();
  expect(shown(again)).toHaveLength(1);
  again.closeBar(2006.1);
  expect([shown(again), ends(again)]).toEqual([[], ['proposal-1 expired']]);
});

test('it ends with the position', async () => {
  const { rig, position, propose } = await rigWithPosition();
  propose();
  leavePosition(rig, { volume: position.volume, profit: 50 });
  rig.report([]);
  expect([shown(rig), ends(rig)]).toEqual([[], ['proposal-1 expired']]);
});

test('it ends with another one for the position', async () => {
  const { rig, analyst, propose } = await rigWithPosition();
  propose();
  rig.closeBar(2006.1);
  propose({ proposalId: 'proposal-2' });
  expect(shown(rig)).toMatchObject([{ proposalId: 'proposal-2' }]);
  expect(analyst.asked.filter(({ kind }) => kind === 'manage')).toHaveLength(2);
});

test('the question of the bar before is not open any more: what is answered to it is not shown', async () => {
  const { rig, analyst, propose } = await rigWithPosition();
  const answers = [...analyst.asked];
  rig.closeBar(2006.1);
  expect(analyst.asked.length).toBe(answers.length + 1);
  propose({ proposalId: 'proposal-2' });
  propose({ proposalId: 'proposal-3' });
  expect(shown(rig)).toMatchObject([{ proposalId: 'proposal-2' }]);
});

test.each([
  ['another position', { positionId: '10' }],
  ['another symbol', { symbol: 'EURUSD' }],
  ['another scenario', { scenario: 'A' as const }],
  ['a moment that has passed', { validUntilUtcMs: 1 }],
])('one of %s is not shown', async (_, changes) => {
  const { rig, propose } = await rigWithPosition();
  propose(changes);
  expect([shown(rig), rig.failures]).toEqual([[], []]);
});

test('whatever is proposed and taken, what is sent only reduces', async () => {
  const { rig, position, propose } = await rigWithPosition();
  const action = fc.oneof(
    fc.constant<ProposedAction>({ kind: 'close' }),
    fc.double({ min: 0.001, max: 0.999, noNaN: true }).map((ratio): ProposedAction => ({ kind: 'closePart', ratio })),
    fc
      .integer({ min: 100_000, max: 300_000 })
      .map((ticks): ProposedAction => ({ kind: 'moveStop', stop: price(ticks / 100) })),
  );
  let made = 0;
  await fc.assert(
    fc.asyncProperty(action, async (wish) => {
      made += 1;
      const before = rig.gateway.sent.length;
      rig.closeBar(2006 + made / 1000);
      propose({ proposalId: `proposal-${made}`, action: wish });
      await take(rig, `proposal-${made}`);
      for (const { request } of rig.gateway.sent.slice(before)) {
        if (request.kind === 'modify') expect(request.stop).toBeGreaterThan(position.stop ?? Infinity);
        else expect(request).toMatchObject({ kind: 'reduceOnly', side: 'sell', positionId: '9' });
        expect(request.volume).toBeLessThanOrEqual(position.volume);
      }
    }),
    { numRuns: 30 },
  );
});
