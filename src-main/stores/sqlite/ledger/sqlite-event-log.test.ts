import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NewEvent } from '#main/ports/event-log.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleEntryRequest } from '#main/testkit/sample-order.ts';
import { approvalId, clientOrderId, orderTicket } from '#shared/trading/ids.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../../temporary-stores.suite.ts';
import { Connection } from '../connection.ts';
import { lastLink, verifyEventLog } from './event-chain.ts';
import { eventHash } from './event-hash.ts';
import { insertEvent } from './event-rows.ts';
import { openLedger, openLedgerToRead, type Ledger } from './open-ledger.ts';

let stores: TemporaryStores;
let ledger: Ledger;

beforeEach(() => {
  stores = temporaryStores();
  ledger = open();
});

afterEach(() => {
  ledger[Symbol.dispose]();
  stores[Symbol.dispose]();
});

const open = (): Ledger => valueOf(openLedger(stores.folder, stores.context));

const at = (offsetMs: number) => utcMs(sampleStartUtcMs + offsetMs);

const stopped = (reason: string, offsetMs = 0): NewEvent => ({
  occurredAtUtcMs: at(offsetMs),
  event: { kind: 'engineStopped', reason },
});

/** What somebody with the file in hand can do; the log's own triggers stop everybody else. */
function tamper(sql: string): void {
  const database = new Database(stores.folder.ledgerFile);
  database.pragma('foreign_keys = OFF');
  database.exec('DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_deleted;');
  expect(database.prepare(sql).run().changes).toBe(1);
  database.close();
}

const readAll = (): unknown[] => [...ledger.log.readAfter(0)];

const brokenAt = (sequence: number): unknown =>
  expect.objectContaining({
    fault: expect.objectContaining({
      code: 'EVENT_LOG_BROKEN',
      facts: expect.objectContaining({ sequence }) as unknown,
    }) as unknown,
  });

function verified(): unknown {
  const database = new Database(stores.folder.ledgerFile, { readonly: true });
  const { monotonicClock: clock, logger } = stores.context;
  const steps = verifyEventLog(new Connection(database, { clock, logger }));
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  database.close();
  return step.value;
}

test('events are numbered from one and read as they were appended, also after reopening', () => {
  const first = ledger.log.append([stopped('one', -5), stopped('two')]);
  stores.clock.advance(1000);
  const second = ledger.log.append([{ occurredAtUtcMs: at(7), event: { kind: 'dealRecorded', deal: sampleDeal() } }]);
  expect([...first, ...second].map((event) => [event.sequence, event.occurredAtUtcMs, event.receivedAtUtcMs])).toEqual([
    [1, at(-5), at(0)],
    [2, at(0), at(0)],
    [3, at(7), at(1000)],
  ]);
  expect(readAll()).toEqual([...first, ...second]);
  ledger[Symbol.dispose]();
  ledger = open();
  expect([...ledger.log.readAfter(1)]).toEqual([first[1], ...second]);
  expect(ledger.log.append([stopped('three')])[0]?.sequence).toBe(4);
  expect(verified()).toEqual({ ok: true, value: 4 });
});

test('nothing appended is nothing written', () => {
  expect(ledger.log.append([])).toEqual([]);
  expect(readAll()).toEqual([]);
});

test('a reader may append while it reads, and meets what it appended', () => {
  ledger.log.append(Array.from({ length: 1500 }, (_, index) => stopped(`event ${index}`)));
  let read = 0;
  for (const { sequence } of ledger.log.readAfter(0)) {
    read++;
    if (sequence === 1200) ledger.log.append([stopped('in the middle')]);
  }
  expect(read).toBe(1501);
});

test('a batch is appended whole or not at all', () => {
  const before = ledger.log.append([stopped('before')]);
  const faultless = { clientOrderId: clientOrderId('1001'), orderTicket: null, fault: null } as const;
  const unknownOrder: NewEvent = {
    occurredAtUtcMs: at(0),
    event: { kind: 'orderStatusChanged', status: 'sent', ...faultless },
  };
  expect(() => ledger.log.append([stopped('good'), unknownOrder])).toThrow('was journaled before');
  expect(readAll()).toEqual(before);
  expect(ledger.log.append([stopped('after')])[0]?.sequence).toBe(2);
  expect(verified()).toEqual({ ok: true, value: 2 });
});

test('a body that could not be read again is never written', () => {
  const deal = { ...sampleDeal(), price: Number.NaN } as unknown as ReturnType<typeof sampleDeal>;
  expect(() => ledger.log.append([{ occurredAtUtcMs: at(0), event: { kind: 'dealRecorded', deal } }])).toThrow('price');
  expect(readAll()).toEqual([]);
});

test('the database itself refuses to change or delete an event', () => {
  ledger.log.append([stopped('one')]);
  const database = new Database(stores.folder.ledgerFile);
  expect(() => database.exec(`UPDATE events SET kind = 'engineStarted'`)).toThrow('never changed');
  expect(() => database.exec('DELETE FROM events')).toThrow('never deleted');
  database.close();
});

test.each([
  ['a changed body', `UPDATE events SET body = replace(body, 'two', 'owt') WHERE sequence = 2`, 2],
  ['a changed time', 'UPDATE events SET occurred_at_utc_ms = occurred_at_utc_ms + 1 WHERE sequence = 2', 2],
  ['a changed hash', 'UPDATE events SET hash = randomblob(32) WHERE sequence = 2', 2],
  ['a changed link', 'UPDATE events SET previous_hash = randomblob(32) WHERE sequence = 3', 3],
  ['a missing event', 'DELETE FROM events WHERE sequence = 2', 2],
  ['a missing first event', 'DELETE FROM events WHERE sequence = 1', 1],
])('%s breaks the log there and nowhere before', (_name, sql, sequence) => {
  ledger.log.append([stopped('one'), stopped('two'), stopped('three')]);
  tamper(sql);
  expect(readAll).toThrow(brokenAt(sequence));
  expect(verified()).toMatchObject({ ok: false, error: { code: 'EVENT_LOG_BROKEN', facts: { sequence } } });
});

test('reading after an event that is not there tells of a log that was cut off', () => {
  ledger.log.append([stopped('one'), stopped('two'), stopped('three')]);
  tamper('DELETE FROM events WHERE sequence = 3');
  expect(() => [...ledger.log.readAfter(3)]).toThrow(brokenAt(3));
});

test.each([
  ['a body that its kind does not know is a broken log', { kind: 'engineStopped', version: 1 }, 'EVENT_LOG_BROKEN'],
  ['an unknown kind is a newer log', { kind: 'lessonLearned', version: 1 }, 'STORE_NEWER_THAN_PROGRAM'],
  ['a later version is a newer log', { kind: 'engineStopped', version: 2 }, 'STORE_NEWER_THAN_PROGRAM'],
])('%s', (_name, ofKind, code) => {
  ledger.log.append([stopped('one')]);
  const database = new Database(stores.folder.ledgerFile);
  const { monotonicClock, logger } = stores.context;
  const db = new Connection(database, { clock: monotonicClock, logger });
  const { sequence, hash: previousHash } = lastLink(db);
  const link = {
    ...ofKind,
    sequence: sequence + 1,
    occurredAtUtcMs: at(0),
    receivedAtUtcMs: at(0),
    body: '{"reason":5}',
    previousHash,
  };
  insertEvent(db, { ...link, hash: eventHash(link) });
  database.close();
  expect(verified()).toEqual({ ok: true, value: 2 });
  expect(readAll).toThrow(expect.objectContaining({ fault: expect.objectContaining({ code }) as unknown }) as unknown);
});

test('the newest snapshot of a reducer version is kept with the one before it, and another version discards them', () => {
  ledger.log.append([stopped('one'), stopped('two'), stopped('three')]);
  expect(ledger.log.latestSnapshot(1)).toBeNull();
  for (const sequence of [1, 2, 3])
    ledger.log.saveSnapshot(1, { sequence, state: { seen: sequence, of: [null, 0.1] } });
  expect(ledger.log.latestSnapshot(1)).toEqual({ sequence: 3, state: { seen: 3, of: [null, 0.1] } });
  expect(snapshotSequences()).toEqual([2, 3]);
  ledger.log.saveSnapshot(1, { sequence: 3, state: { seen: 'again' } });
  expect(ledger.log.latestSnapshot(1)?.state).toEqual({ seen: 'again' });
  expect(ledger.log.latestSnapshot(2)).toBeNull();
  ledger.log.saveSnapshot(2, { sequence: 1, state: {} });
  expect(ledger.log.latestSnapshot(1)).toBeNull();
  expect(snapshotSequences()).toEqual([1]);
  expect(() => ledger.log.saveSnapshot(2, { sequence: 9, state: {} })).toThrow('FOREIGN KEY');
});

function snapshotSequences(): unknown[] {
  const database = new Database(stores.folder.ledgerFile, { readonly: true });
  const sequences = database.prepare('SELECT sequence FROM snapshots ORDER BY sequence').pluck().all();
  database.close();
  return sequences;
}

test('a reader beside the writer sees every committed event, and can write nothing', () => {
  ledger.log.append([stopped('one')]);
  const reader = valueOf(openLedgerToRead(stores.folder, stores.context));
  expect([...(reader?.log.readAfter(0) ?? [])]).toHaveLength(1);
  ledger.log.append([stopped('two')]);
  expect([...(reader?.log.readAfter(0) ?? [])]).toHaveLength(2);
  ledger[Symbol.dispose]();
  expect([...(reader?.log.readAfter(0) ?? [])]).toHaveLength(2);
  reader?.[Symbol.dispose]();
  ledger = open();
  expect(readAll()).toHaveLength(2);
});

test('a ticket ends once, and only if it was opened', () => {
  const ended: NewEvent = {
    occurredAtUtcMs: at(5),
    event: {
      kind: 'approvalEnded',
      approvalId: approvalId('approval-1'),
      outcome: 'approved',
      actor: 'window',
      reason: '',
    },
  };
  expect(() => ledger.log.append([ended])).toThrow('ends once');
  ledger.log.append([
    { occurredAtUtcMs: at(0), event: { kind: 'approvalOpened', ticket: sampleApprovalTicket() } },
    ended,
  ]);
  expect(() => ledger.log.append([ended])).toThrow('ends once');
  const database = new Database(stores.folder.ledgerFile, { readonly: true });
  expect(
    database.prepare('SELECT approval_id, sequence, outcome, actor, reason, ended_at_utc_ms FROM approvals').all(),
  ).toEqual([
    {
      approval_id: 'approval-1',
      sequence: 1,
      outcome: 'approved',
      actor: 'window',
      reason: '',
      ended_at_utc_ms: at(5),
    },
  ]);
  database.close();
});

test('orders, deals and decisions are answered as the log tells them, newest first', () => {
  const request = sampleEntryRequest();
  const later = sampleEntryRequest({ clientOrderId: '1002' });
  const ticket = orderTicket('301');
  const refusal = { code: 'ORDER_REJECTED', message: 'no money', facts: { retcode: 10019 } } as const;
  const id = request.clientOrderId;
  ledger.log.append([
    { occurredAtUtcMs: at(0), event: { kind: 'decisionMade', decision: sampleDecision() } },
    {
      occurredAtUtcMs: at(0),
      event: { kind: 'decisionMade', decision: sampleDecision({ decisionId: 'decision-2', signal: { kind: 'none' } }) },
    },
    { occurredAtUtcMs: at(1), event: { kind: 'orderJournaled', request } },
    { occurredAtUtcMs: at(1), event: { kind: 'orderJournaled', request: later } },
    {
      occurredAtUtcMs: at(2),
      event: { kind: 'orderStatusChanged', clientOrderId: id, status: 'accepted', orderTicket: ticket, fault: null },
    },
    {
      occurredAtUtcMs: at(3),
      event: {
        kind: 'orderStatusChanged',
        clientOrderId: later.clientOrderId,
        status: 'rejected',
        orderTicket: null,
        fault: refusal,
      },
    },
    {
      occurredAtUtcMs: at(4),
      event: { kind: 'dealRecorded', deal: sampleDeal({ volume: 0.1, occurredAtUtcMs: at(4) }) },
    },
    {
      occurredAtUtcMs: at(5),
      event: { kind: 'dealRecorded', deal: sampleDeal({ dealTicket: '502', volume: 0.2, occurredAtUtcMs: at(3) }) },
    },
    {
      occurredAtUtcMs: at(6),
      event: {
        kind: 'dealRecorded',
        deal: sampleDeal({ dealTicket: '9223372036854775807', clientOrderId: null, occurredAtUtcMs: at(4) }),
      },
    },
    {
      occurredAtUtcMs: at(7),
      event: { kind: 'orderStatusChanged', clientOrderId: id, status: 'filled', orderTicket: null, fault: null },
    },
  ]);
  const filled = {
    request,
    status: 'filled',
    orderTicket: '301',
    filledVolume: 0.3,
    fault: null,
    journaledAtUtcMs: at(1),
    changedAtUtcMs: at(7),
  };
  const rejected = {
    ...filled,
    request: later,
    status: 'rejected',
    orderTicket: null,
    filledVolume: 0,
    fault: refusal,
    changedAtUtcMs: at(3),
  };
  const { reads } = ledger;
  expect(reads.latestOrders(10)).toEqual([rejected, filled]);
  expect(reads.latestOrders(1)).toEqual([rejected]);
  expect(reads.findOrder(id)).toEqual(filled);
  expect(reads.findOrder(clientOrderId('77'))).toBeNull();
  expect(reads.latestDeals(10).map((deal) => deal.dealTicket)).toEqual(['9223372036854775807', '501', '502']);
  expect(reads.latestDeals(2)[1]).toEqual(sampleDeal({ occurredAtUtcMs: at(4) }));
  expect([reads.hasDeal(sampleDeal().dealTicket), reads.hasDeal(sampleDeal({ dealTicket: '503' }).dealTicket)]).toEqual(
    [true, false],
  );
  expect(reads.latestDecisions(1)).toEqual([sampleDecision({ decisionId: 'decision-2', signal: { kind: 'none' } })]);
  expect(reads.latestDecisions(5)[1]).toEqual(sampleDecision());
});

test('a deal is recorded once', () => {
  const recorded: NewEvent = { occurredAtUtcMs: at(0), event: { kind: 'dealRecorded', deal: sampleDeal() } };
  ledger.log.append([recorded]);
  expect(() => ledger.log.append([recorded])).toThrow('UNIQUE');
  expect(readAll()).toHaveLength(1);
});
