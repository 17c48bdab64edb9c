import { afterEach, beforeEach, expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import { approvalId, clientOrderId, dealTicket, intentId, positionId } from '#shared/trading/ids.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleEntryRequest } from '#main/testkit/sample-order.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../../temporary-stores.suite.ts';
import { openLedger, type Ledger } from './open-ledger.ts';

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

const deal = (ticket: string, minute: number, changes: Parameters<typeof sampleDeal>[0]): EngineEvent => ({
  kind: 'dealRecorded',
  deal: sampleDeal({ dealTicket: ticket, occurredAtUtcMs: sampleStartUtcMs + minute * 60_000, ...changes }),
});

const told = (after: number): readonly string[] =>
  ledger.outbox.after(after, 100).map(({ topic, key }) => `${topic} ${key}`);

test('each record is found by its key as it stands now', () => {
  const ticket = sampleApprovalTicket();
  const refusal = fault('SPREAD_TOO_WIDE', 'The spread is too wide.');
  happen(
    { kind: 'decisionMade', decision: sampleDecision() },
    { kind: 'intentFormed', intent: ticket.intent },
    { kind: 'intentDenied', intentId: ticket.intent.intentId, fault: refusal },
    { kind: 'approvalOpened', ticket },
    { kind: 'approvalEnded', approvalId: ticket.approvalId, outcome: 'approved', actor: 'window', reason: '' },
    { kind: 'orderJournaled', request: sampleEntryRequest() },
    deal('501', 0, {}),
  );
  const { records } = ledger;
  expect(records.decisionAt(1)).toEqual(sampleDecision());
  expect(records.decisionOf(ticket.intent.intentId)).toEqual(sampleDecision());
  expect(records.denialAt(3)).toEqual({ intentId: 'intent-1', fault: refusal, deniedAtUtcMs: sampleStartUtcMs });
  expect(records.approval(ticket.approvalId)).toMatchObject({
    ticket,
    ended: { outcome: 'approved', actor: 'window' },
  });
  expect(records.order(clientOrderId('1001'))).toMatchObject({
    status: 'journaled',
    filledVolume: 0.1,
    orderTicket: '301',
  });
  expect(records.deal(dealTicket('501'))).toEqual(sampleDeal());
  const [trade] = ledger.trades.tradesOf(positionId('1'));
  expect(records.trade(positionId('1'), 1)).toEqual(trade);
  expect(records.tradesWith(sampleDeal())).toEqual([trade]);
});

test('what is not there is null', () => {
  happen({ kind: 'engineStopped', reason: 'the test ends' });
  const { records } = ledger;
  expect([
    records.decisionAt(1),
    records.decisionOf(intentId('nobody')),
    records.denialAt(1),
    records.denialAt(99),
    records.approval(approvalId('none')),
    records.order(clientOrderId('9')),
    records.deal(dealTicket('9')),
    records.trade(positionId('9'), 1),
  ]).toEqual([null, null, null, null, null, null, null, null]);
  expect(records.tradesWith(sampleDeal())).toEqual([]);
});

test('of a decision that a replay made again, each event has its own, and an intent belongs to the newer one', () => {
  const again = sampleDecision({ parametersHash: 'others' });
  const { intent } = sampleApprovalTicket();
  const formed: EngineEvent = { kind: 'intentFormed', intent };
  happen(
    { kind: 'decisionMade', decision: sampleDecision() },
    formed,
    { kind: 'decisionMade', decision: again },
    formed,
  );
  expect([1, 3].map((sequence) => ledger.records.decisionAt(sequence)?.parametersHash)).toEqual(['a1', 'others']);
  expect(ledger.records.decisionOf(intent.intentId)).toEqual(again);
});

test('a deal that fills an order of ours tells of the order too, and a reversal is a part of both trades', () => {
  happen(
    { kind: 'approvalOpened', ticket: sampleApprovalTicket() },
    { kind: 'orderJournaled', request: sampleEntryRequest() },
    deal('501', 0, {}),
    deal('502', 5, { clientOrderId: null, side: 'sell', entry: 'inOut', volume: 0.3 }),
  );
  expect(told(2)).toEqual(['deal 501', 'order 1001', 'trade 1#1', 'deal 502', 'trade 1#1', 'trade 1#2']);
  const trades = ledger.records.tradesWith({ positionId: positionId('1'), dealTicket: dealTicket('502') });
  expect(trades.map(({ ordinal }) => ordinal)).toEqual([1, 2]);
});

test('a deal that comes late tells of every deal of its position, and of the trade that is no more', () => {
  const byHand = { clientOrderId: null, reason: 'manual' };
  happen(
    deal('501', 0, byHand),
    deal('503', 10, { ...byHand, side: 'sell', entry: 'inOut', volume: 0.2 }),
    deal('502', 5, byHand),
  );
  expect(told(2)).toEqual(['deal 501', 'deal 502', 'deal 503', 'trade 1#1', 'trade 1#2']);
  expect(ledger.records.trade(positionId('1'), 1)?.closed).not.toBeNull();
  expect(ledger.records.trade(positionId('1'), 2)).toBeNull();
});
