import { afterEach, beforeEach, expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import { approvalId, decisionId, intentId, positionId } from '#shared/trading/ids.ts';
import { orderRequestSchema } from '#shared/trading/order.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import { tradeIntentSchema, type TradeIntent } from '#shared/trading/trade-intent.ts';
import { price } from '#shared/units/price.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleClose, sampleEntryRequest } from '#main/testkit/sample-order.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../../temporary-stores.suite.ts';
import { openLedger, openLedgerToRead, type Ledger } from './open-ledger.ts';

let stores: TemporaryStores;
let ledger: Ledger;

beforeEach(() => {
  stores = temporaryStores();
  ledger = valueOf(openLedger(stores.folder, stores.context));
});

afterEach(() => {
  ledger[Symbol.dispose]();
  stores[Symbol.dispose]();
});

const happen = (...events: readonly EngineEvent[]): unknown =>
  ledger.log.append(events.map((event) => ({ occurredAtUtcMs: sampleStartUtcMs, event })));

const signals = () => ledger.signals.signals({ before: null, limit: 10 });

const enter = sampleApprovalTicket().intent;
const second = sampleApprovalTicket({ approvalId: 'approval-2' });
const superseded = { kind: 'approvalEnded', approvalId: approvalId('approval-1'), outcome: 'superseded' } as const;

test('a signal is followed from the decision to the order', () => {
  const nothing = { intentId: null, denial: null, approval: null, order: null };
  happen({ kind: 'decisionMade', decision: sampleDecision() });
  expect(signals()).toEqual([{ sequence: 1, decision: sampleDecision(), ...nothing }]);

  happen({ kind: 'intentFormed', intent: enter }, { kind: 'approvalOpened', ticket: sampleApprovalTicket() });
  const waiting = { ticket: sampleApprovalTicket(), ended: null };
  expect(signals()).toMatchObject([{ intentId: 'intent-1', denial: null, approval: waiting, order: null }]);
  expect(ledger.signals.latestApprovals(5)).toEqual([waiting]);

  happen(
    { ...superseded, actor: 'engine', reason: 'the price moved' },
    { kind: 'approvalOpened', ticket: second },
    { kind: 'approvalEnded', approvalId: second.approvalId, outcome: 'approved', actor: 'window', reason: '' },
    { kind: 'orderJournaled', request: sampleEntryRequest({ approvalId: 'approval-2' }) },
  );
  const ended = { outcome: 'approved', actor: 'window', reason: '', endedAtUtcMs: sampleStartUtcMs };
  expect(signals()).toMatchObject([{ approval: { ticket: second, ended }, order: { status: 'journaled' } }]);
  expect(ledger.signals.latestApprovals(5).map((it) => it.ended?.outcome)).toEqual(['approved', 'superseded']);
});

test('a denied signal says why, and one that asked for nothing is no signal', () => {
  const denial = fault('SPREAD_TOO_WIDE', 'The spread is too wide.', { spread: 70 });
  happen(
    { kind: 'decisionMade', decision: sampleDecision({ decisionId: 'quiet', signal: { kind: 'none' } }) },
    { kind: 'decisionMade', decision: sampleDecision() },
    { kind: 'intentFormed', intent: enter },
    { kind: 'intentDenied', intentId: enter.intentId, fault: denial },
  );
  expect(signals()).toMatchObject([{ sequence: 2, denial, approval: null, order: null }]);
  expect(ledger.signals.latestDecisions(5)).toHaveLength(2);
});

const closing = (decision: string | null): TradeIntent =>
  tradeIntentSchema.parse({
    kind: 'close',
    intentId: 'intent-2',
    decisionId: decision,
    positionId: positionId('1'),
    symbol: 'XAUUSD',
    volume: 0.1,
    reason: decision === null ? 'trader' : 'chandelier',
    decidedAtUtcMs: sampleStartUtcMs,
  });

test('an exit by rule is followed to its close; a close by hand belongs to no signal', () => {
  const exit = sampleDecision({ signal: { kind: 'exit', side: 'buy', reference: 1990, reason: 'chandelier' } });
  const { request } = sampleClose();
  const byHand = orderRequestSchema.parse({ ...request, clientOrderId: '1003', intentId: 'intent-3' });
  happen(
    { kind: 'decisionMade', decision: exit },
    { kind: 'intentFormed', intent: closing('decision-1') },
    { kind: 'orderJournaled', request },
    { kind: 'intentFormed', intent: { ...closing(null), intentId: intentId('intent-3') } },
    { kind: 'orderJournaled', request: byHand },
  );
  expect(signals()).toMatchObject([{ decision: exit, intentId: 'intent-2', order: { request } }]);
});

test.each<SignalDecision['signal']>([
  { kind: 'moveStop', side: 'buy', reference: price(2010), stop: price(2000), reason: 'breakEven' },
  { kind: 'closePart', side: 'buy', reference: price(2010), ratio: 0.5, reason: 'partialTarget' },
])('a signal that changes a position is kept as well: $kind', (signal) => {
  const decision = sampleDecision({ signal });
  happen({ kind: 'decisionMade', decision });
  expect(signals()).toMatchObject([{ decision }]);
});

test('what follows a decision that was made twice belongs to the newer one, and pages go by their order', () => {
  const decided: EngineEvent = { kind: 'decisionMade', decision: sampleDecision() };
  happen(decided, decided, { kind: 'intentFormed', intent: enter });
  expect(signals().map((it) => [it.sequence, it.intentId])).toEqual([
    [2, 'intent-1'],
    [1, null],
  ]);
  expect(ledger.signals.signals({ before: 2, limit: 10 }).map((it) => it.sequence)).toEqual([1]);
  expect(ledger.signals.signals({ before: null, limit: 1 }).map((it) => it.sequence)).toEqual([2]);
});

test('the outbox tells of decisions, denials, approvals and whatever becomes of an order, in the order of their events', () => {
  const id = sampleEntryRequest().clientOrderId;
  const status = (to: 'sent' | 'rejected') =>
    ({ kind: 'orderStatusChanged', clientOrderId: id, status: to, orderTicket: null, fault: null }) as const;
  happen(
    { kind: 'decisionMade', decision: sampleDecision({ decisionId: decisionId('first') }) },
    { kind: 'approvalOpened', ticket: sampleApprovalTicket() },
    { ...superseded, actor: 'engine', reason: '' },
    { kind: 'orderJournaled', request: sampleEntryRequest() },
    status('sent'),
    status('rejected'),
    { kind: 'intentDenied', intentId: intentId('by-hand'), fault: fault('HALTED', 'Nothing is entered now.') },
  );
  const rows = [
    { sequence: 1, topic: 'decision', key: 'first' },
    { sequence: 2, topic: 'approval', key: 'approval-1' },
    { sequence: 3, topic: 'approval', key: 'approval-1' },
    { sequence: 4, topic: 'order', key: id },
    { sequence: 5, topic: 'order', key: id },
    { sequence: 6, topic: 'order', key: id },
    { sequence: 7, topic: 'denial', key: 'by-hand' },
  ];
  expect(ledger.outbox.after(0, 10)).toEqual(rows);
  expect(ledger.outbox.after(0, 2)).toEqual(rows.slice(0, 2));
  expect(ledger.outbox.after(2, 10)).toEqual(rows.slice(2));
  expect([ledger.outbox.depth(0), ledger.outbox.depth(3), ledger.outbox.depth(7)]).toEqual([7, 4, 0]);
  happen({ kind: 'engineStopped', reason: 'the test ends' });
  expect(ledger.outbox.newest()).toBe(7);
});

test('an outbox that nothing was told has no newest row', () => {
  expect([ledger.outbox.newest(), ledger.outbox.hashAt(0), ledger.outbox.hashAt(1)]).toEqual([0, null, null]);
});

test('the hash at a sequence stands for all events up to it, in the ledger and for who only reads it', () => {
  happen({ kind: 'decisionMade', decision: sampleDecision() }, { kind: 'intentFormed', intent: enter });
  const hashes = [1, 2, 3].map((sequence) => ledger.outbox.hashAt(sequence));
  expect(hashes).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/), null]);
  using reader = valueOf(openLedgerToRead(stores.folder, stores.context));
  expect([1, 2, 3].map((sequence) => reader?.outbox.hashAt(sequence))).toEqual(hashes);

  using others = temporaryStores();
  using other = valueOf(openLedger(others.folder, others.context));
  const decision = sampleDecision({ decisionId: 'another' });
  other.log.append([
    { occurredAtUtcMs: sampleStartUtcMs, event: { kind: 'decisionMade', decision } },
    { occurredAtUtcMs: sampleStartUtcMs, event: { kind: 'intentFormed', intent: enter } },
  ]);
  expect(other.outbox.hashAt(2)).not.toBe(hashes[1]);
});
