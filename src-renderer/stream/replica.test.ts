import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cockpitBatchSchema,
  cockpitDeltaSchema,
  endedApprovalSchema,
  openQuestionSchema,
  openApprovalSchema,
  type CockpitBatch,
  type CockpitDelta,
  type CockpitSnapshot,
} from '#shared/contract/cockpit-snapshot.ts';
import { ticketFiguresSchema } from '#shared/contract/ticket-figures.ts';
import { recordId } from '#shared/trading/record-id.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleOrder } from '#main/testkit/sample-order.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';
import { applyBatch, type Replica } from './replica.ts';

const snapshotBatch = (snapshot: CockpitSnapshot, sequence = 1): CockpitBatch =>
  cockpitBatchSchema.parse({ kind: 'snapshot', sequence, sentAtUtcMs: sampleStartUtcMs, snapshot });

const figures = ticketFiguresSchema.parse({
  price: 2000.4,
  driftR: 0.03,
  driftLimitR: 0.15,
  spreadMoney: 3,
  commissionMoney: 0.7,
  costR: 0.032,
  marginLevelAfter: 480,
  freeMarginAfter: 7600,
  smallest: null,
  untilRolloverMs: 3_600_000,
  untilWeekendMs: null,
  asOfUtcMs: sampleStartUtcMs,
});

const deltasBatch = (deltas: readonly CockpitDelta[], sequence: number): CockpitBatch =>
  cockpitBatchSchema.parse({
    kind: 'deltas',
    sequence,
    sentAtUtcMs: sampleStartUtcMs + sequence,
    marketUtcMs: sampleStartUtcMs + sequence,
    deltas,
  });

/** Applies batches that must follow on each other. */
function replicaOf(batches: readonly CockpitBatch[], receivedAtMs = 1000): Replica {
  let replica: Replica | null = null;
  for (const batch of batches) {
    const applied = applyBatch(replica, batch, receivedAtMs);
    if (applied.kind === 'gap') throw new Error(`gap at ${applied.received}`);
    replica = applied.replica;
  }
  if (replica === null) throw new Error('no batches');
  return replica;
}

test('a snapshot becomes the replica, with what happened newest first and deadlines on the window’s own clock', () => {
  const ticket = sampleApprovalTicket();
  const [older, newer] = [1, 2].map((hour) => ({ occurredAtUtcMs: sampleStartUtcMs + hour, dealTicket: String(hour) }));
  const snapshot = sampleSnapshot({
    approvals: [{ ticket, remainingMs: 4000, opinion: null, figures }],
    deals: [sampleDeal(older), sampleDeal(newer)],
  });
  const replica = replicaOf([snapshotBatch(snapshot)], 1000);
  expect(replica.approvals).toEqual([{ ticket, deadlineMs: 5000, opinion: null, figures }]);
  expect(replica.deals.map((deal) => deal.dealTicket)).toEqual(['2', '1']);
  expect([...replica.instruments.keys()]).toEqual(['XAUUSD']);
  expect(replica).toMatchObject({ sequence: 1, receivedAtMs: 1000, account: sampleAccount(), positions: [] });
});

test('deltas without a snapshot before them are a gap', () => {
  expect(applyBatch(null, deltasBatch([], 1), 0)).toEqual({ kind: 'gap', expected: 1, received: 1 });
});

test('a flatten that begins and ends within a batch is still known to have been', () => {
  const flattening = { scope: { kind: 'all' }, reason: 'news' } as const;
  const replica = replicaOf([
    snapshotBatch(sampleSnapshot()),
    deltasBatch(
      [
        { kind: 'flatteningChanged', flattening },
        { kind: 'flatteningChanged', flattening: null },
      ],
      2,
    ),
  ]);
  expect(replica).toMatchObject({ flattening: null, latestFlattening: flattening });
});

test('new figures of a ticket leave its countdown and what the agents said of it', () => {
  const ticket = sampleApprovalTicket();
  const before = replicaOf([
    snapshotBatch(sampleSnapshot({ approvals: [{ ticket, remainingMs: 4000, opinion: null, figures }] })),
  ]);
  const later = { ...figures, driftR: 0.2 };
  const news = [{ kind: 'ticketFiguresChanged' as const, approvalId: ticket.approvalId, figures: later }];
  const applied = applyBatch(before, deltasBatch(news, 2), 3000);
  expect(applied).toMatchObject({
    replica: { approvals: [{ ticket, deadlineMs: 5000, opinion: null, figures: later }] },
  });
});

test('a question to the agents ends when it was first heard to end, however often it is told of', () => {
  const question = openQuestionSchema.parse({
    decisionId: 'decision-1',
    scenario: 'B',
    symbol: 'XAUUSD',
    deadlineMs: 5000,
    askedAtUtcMs: sampleStartUtcMs,
  });
  const asked = { kind: 'questionsChanged' as const, questions: [question] };
  const before = replicaOf([snapshotBatch(sampleSnapshot()), deltasBatch([asked], 2)], 1000);
  expect(before.questions).toMatchObject([{ decisionId: 'decision-1', endsAtMs: 6000 }]);
  expect(applyBatch(before, deltasBatch([asked], 3), 4000)).toMatchObject({
    replica: { questions: [{ endsAtMs: 6000 }] },
  });
});

test('whoever shows lessons hears of each change, and that some may have been missed', () => {
  const first = snapshotBatch(sampleSnapshot());
  const changed = { kind: 'lessonsChanged' as const, lessonId: recordId('lesson', 'reflection/88#1') };
  const told = replicaOf([first, deltasBatch([changed], 2)]);
  expect(told.lessonChanges).toBe(replicaOf([first]).lessonChanges + 1);
  expect(replicaOf([first, deltasBatch([changed], 2), first]).lessonChanges).toBe(told.lessonChanges + 1);
});

test('a sequence that is skipped, repeated or goes back is a gap, and nothing of its batch is applied', () => {
  const replica = replicaOf([snapshotBatch(sampleSnapshot()), deltasBatch([], 2)]);
  for (const received of [4, 2, 1]) {
    const batch = deltasBatch([{ kind: 'positionsChanged', positions: [samplePosition()] }], received);
    expect(applyBatch(replica, batch, 0)).toEqual({ kind: 'gap', expected: 3, received });
  }
});

test('a snapshot in the middle of the stream replaces everything, whatever its sequence', () => {
  const before = replicaOf([snapshotBatch(sampleSnapshot({ positions: [samplePosition()] }))]);
  const applied = applyBatch(before, snapshotBatch(sampleSnapshot(), 7), 0);
  expect(applied).toMatchObject({ kind: 'applied', replica: { sequence: 7, positions: [] } });
});

test('a ticket that ends leaves those that wait and leads those that ended', () => {
  const ticket = sampleApprovalTicket();
  const ended = endedApprovalSchema.parse({
    ticket,
    outcome: 'rejectedByTrader',
    actor: 'window',
    reason: 'news ahead',
    endedAtUtcMs: sampleStartUtcMs + 5,
  });
  const opened: CockpitDelta = {
    kind: 'approvalOpened',
    approval: openApprovalSchema.parse({ ticket, remainingMs: 10, opinion: null, figures }),
  };
  const replica = replicaOf([
    snapshotBatch(sampleSnapshot()),
    deltasBatch([opened], 2),
    deltasBatch([{ kind: 'approvalEnded', approval: ended }], 3),
  ]);
  expect(replica.approvals).toEqual([]);
  expect(replica.endedApprovals).toEqual([ended]);
});

test('an order that changes keeps its place; a new one comes first', () => {
  const [first, second] = ['1', '2'].map((clientOrderId) => ({ ...sampleOrder().request, clientOrderId }));
  const replica = replicaOf([
    snapshotBatch(sampleSnapshot({ orders: [sampleOrder({ request: first })] })),
    deltasBatch([{ kind: 'orderChanged', order: sampleOrder({ request: second }) }], 2),
    deltasBatch([{ kind: 'orderChanged', order: sampleOrder({ request: first, status: 'unknown' }) }], 3),
  ]);
  expect(replica.orders.map((order) => [order.request.clientOrderId, order.status])).toEqual([
    ['2', 'journaled'],
    ['1', 'unknown'],
  ]);
});

test('a week of orders and deals does not pile up, and an order that has not ended is never forgotten', () => {
  const numbers = Array.from({ length: 2500 }, (_, index) => String(index + 1));
  const request = (clientOrderId: string) => ({ ...sampleOrder().request, clientOrderId });
  const unknown = sampleOrder({ request: request('9999'), status: 'unknown' });
  const replica = replicaOf([
    snapshotBatch(sampleSnapshot({ orders: [unknown] })),
    deltasBatch(
      numbers.flatMap((number): CockpitDelta[] => [
        { kind: 'orderChanged', order: sampleOrder({ request: request(number), status: 'filled' }) },
        { kind: 'dealRecorded', deal: sampleDeal({ dealTicket: number }) },
      ]),
      2,
    ),
  ]);
  expect([replica.orders.length, replica.deals.length]).toEqual([1000, 2000]);
  expect([replica.orders[0]?.request.clientOrderId, replica.orders.at(-1)]).toEqual(['2500', unknown]);
  expect(replica.deals.at(-1)?.dealTicket).toBe('501');
});

test('what a batch does not touch keeps its identity', () => {
  const before = replicaOf([snapshotBatch(sampleSnapshot())]);
  const applied = applyBatch(before, deltasBatch([{ kind: 'replayChanged', replay: null }], 2), 0);
  if (applied.kind === 'gap') throw new Error('gap');
  expect(applied.replica.orders).toBe(before.orders);
  expect(applied.replica.quotes).toBe(before.quotes);
  expect(applied.replica.account).toBe(before.account);
});

const deltaArb: fc.Arbitrary<CockpitDelta> = fc
  .oneof(
    fc.record({
      kind: fc.constant('quoteChanged'),
      quote: fc.record({
        symbol: fc.constantFrom('XAUUSD', 'EURUSD'),
        occurredAtUtcMs: fc.integer({ min: 1, max: 99 }),
        bid: fc.integer({ min: 1, max: 50 }),
        ask: fc.integer({ min: 51, max: 99 }),
      }),
    }),
    fc.record({
      kind: fc.constant('lampChanged'),
      lamp: fc.record({
        name: fc.constantFrom('terminal', 'pipe', 'market'),
        level: fc.constantFrom('ok', 'warning', 'fault'),
        code: fc.constant('connected'),
        detail: fc.string({ maxLength: 3 }),
        changedAtUtcMs: fc.integer({ min: 1, max: 99 }),
      }),
    }),
    fc.record({
      kind: fc.constant('dealRecorded'),
      deal: fc.integer({ min: 1, max: 5 }).map((ticket) => sampleDeal({ dealTicket: String(ticket) })),
    }),
    fc.record({
      kind: fc.constant('accountChanged'),
      account: fc.integer({ min: 1, max: 99 }).map((balance) => sampleAccount({ balance })),
      day: fc.constant(null),
    }),
    fc.record({
      kind: fc.constant('positionsChanged'),
      positions: fc
        .uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 3 })
        .map((ids) => ids.map((id) => samplePosition({ positionId: String(id) }))),
    }),
  )
  .map((delta) => cockpitDeltaSchema.parse(delta));

/** Where the run of deltas is cut into batches. */
function divided(deltas: readonly CockpitDelta[], cuts: readonly number[]): CockpitBatch[] {
  const ends = [...new Set(cuts.map((cut) => cut % (deltas.length + 1)))].toSorted((a, b) => a - b);
  const parts = [...ends, deltas.length].map((end, i) => deltas.slice(i === 0 ? 0 : ends[i - 1], end));
  return parts.map((part, i) => deltasBatch(part, i + 2));
}

/** All but what is said of its batch, which differs with the division. */
function viewOf({ sequence: _sequence, sentAtUtcMs: _sent, marketUtcMs: _market, ...view }: Replica): unknown {
  return view;
}

test('the same deltas give the same replica, however they are divided into batches', () => {
  fc.assert(
    fc.property(fc.array(deltaArb, { maxLength: 30 }), fc.array(fc.nat(), { maxLength: 6 }), (deltas, cuts) => {
      const whole = replicaOf([snapshotBatch(sampleSnapshot()), deltasBatch(deltas, 2)]);
      const parts = replicaOf([snapshotBatch(sampleSnapshot()), ...divided(deltas, cuts)]);
      expect(viewOf(parts)).toEqual(viewOf(whole));
    }),
  );
});

test('conflating quotes to their newest changes nothing in the end', () => {
  fc.assert(
    fc.property(fc.array(deltaArb, { maxLength: 30 }), (deltas) => {
      const kept = deltas.filter(
        (delta, i) =>
          delta.kind !== 'quoteChanged' ||
          !deltas
            .slice(i + 1)
            .some((later) => later.kind === 'quoteChanged' && later.quote.symbol === delta.quote.symbol),
      );
      const all = replicaOf([snapshotBatch(sampleSnapshot()), deltasBatch(deltas, 2)]);
      const conflated = replicaOf([snapshotBatch(sampleSnapshot()), deltasBatch(kept, 2)]);
      expect(new Map([...conflated.quotes].sort())).toEqual(new Map([...all.quotes].sort()));
      expect(viewOf({ ...conflated, quotes: new Map() })).toEqual(viewOf({ ...all, quotes: new Map() }));
    }),
  );
});

test('a replica equals the snapshot that a fresh subscriber would be given: last values by key, newest events first', () => {
  fc.assert(
    fc.property(fc.array(deltaArb, { maxLength: 30 }), (deltas) => {
      const replica = replicaOf([snapshotBatch(sampleSnapshot()), deltasBatch(deltas, 2)]);
      const of = <Kind extends CockpitDelta['kind']>(kind: Kind) =>
        deltas.filter((delta): delta is Extract<CockpitDelta, { kind: Kind }> => delta.kind === kind);
      const quotes = new Map(of('quoteChanged').map(({ quote }) => [quote.symbol, quote]));
      const lamps = new Map(of('lampChanged').map(({ lamp }) => [lamp.name, lamp]));
      const tickets = [...new Set(of('dealRecorded').map(({ deal }) => deal.dealTicket))];
      expect(replica.quotes).toEqual(quotes);
      expect(replica.lamps).toEqual([...lamps.values()]);
      expect(replica.deals.map((deal) => deal.dealTicket)).toEqual(tickets.reverse());
      expect(replica.account).toEqual(of('accountChanged').at(-1)?.account ?? sampleAccount());
      expect(replica.positions).toEqual(of('positionsChanged').at(-1)?.positions ?? []);
    }),
  );
});
