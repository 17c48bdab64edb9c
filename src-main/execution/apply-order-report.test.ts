import { expect, test } from 'vitest';
import fc from 'fast-check';
import { fault } from '#shared/base/fault.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import { dealTicket, orderTicket, type DealTicket } from '#shared/trading/ids.ts';
import { hasEnded, type Order } from '#shared/trading/order.ts';
import { lots } from '#shared/units/lots.ts';
import type { OrderReport } from '#main/ports/terminal-event.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleOrder } from '#main/testkit/sample-order.ts';
import { applyOrderReport } from './apply-order-report.ts';

const ticket = orderTicket('301');
const never = (): boolean => false;

test('an acceptance moves a sent order and brings its ticket', () => {
  const order = sampleOrder({ status: 'sent' });
  expect(applyOrderReport({ order, report: { kind: 'accepted', orderTicket: ticket }, hasDeal: never })).toEqual({
    events: [
      { kind: 'orderStatusChanged', clientOrderId: '1001', status: 'accepted', orderTicket: '301', fault: null },
    ],
    lateFills: [],
  });
});

test('a ticket that becomes known later is told without a change of status', () => {
  const lost = fault('ORDER_OUTCOME_UNKNOWN', 'lost');
  const order = sampleOrder({ status: 'accepted', fault: lost });
  expect(applyOrderReport({ order, report: { kind: 'accepted', orderTicket: ticket }, hasDeal: never }).events).toEqual(
    [{ kind: 'orderStatusChanged', clientOrderId: '1001', status: 'accepted', orderTicket: '301', fault: lost }],
  );
});

test('a fill is recorded deal by deal before the order becomes filled', () => {
  const order = sampleOrder({ status: 'sent' });
  const parts = [sampleDeal({ dealTicket: '501', volume: 0.04 }), sampleDeal({ dealTicket: '502', volume: 0.06 })];
  const report: OrderReport = { kind: 'filled', orderTicket: ticket, deals: parts };
  expect(applyOrderReport({ order, report, hasDeal: never })).toEqual({
    events: [
      { kind: 'dealRecorded', deal: parts[0] },
      { kind: 'dealRecorded', deal: parts[1] },
      { kind: 'orderStatusChanged', clientOrderId: '1001', status: 'filled', orderTicket: '301', fault: null },
    ],
    lateFills: [],
  });
});

test('deals over a part of the volume fill it partially, whatever the answer calls it', () => {
  const report: OrderReport = { kind: 'filled', orderTicket: ticket, deals: [sampleDeal({ volume: 0.04 })] };
  const { events } = applyOrderReport({ order: sampleOrder({ status: 'sent' }), report, hasDeal: never });
  expect(events.map((event) => (event.kind === 'orderStatusChanged' ? event.status : event.kind))).toEqual([
    'dealRecorded',
    'partiallyFilled',
  ]);
});

test('a fill without deals is an acceptance', () => {
  const report: OrderReport = { kind: 'filled', orderTicket: ticket, deals: [] };
  expect(applyOrderReport({ order: sampleOrder({ status: 'unknown' }), report, hasDeal: never }).events).toEqual([
    { kind: 'orderStatusChanged', clientOrderId: '1001', status: 'accepted', orderTicket: '301', fault: null },
  ]);
});

test('a deal of the order that came back without our mark is recorded under our id', () => {
  const unmarked = sampleDeal({ clientOrderId: null });
  const report: OrderReport = { kind: 'filled', orderTicket: ticket, deals: [unmarked] };
  const { events } = applyOrderReport({ order: sampleOrder({ status: 'sent' }), report, hasDeal: never });
  expect(events).toEqual([
    { kind: 'dealRecorded', deal: { ...unmarked, clientOrderId: '1001' } },
    { kind: 'orderStatusChanged', clientOrderId: '1001', status: 'filled', orderTicket: '301', fault: null },
  ]);
});

test('a deal of another order in the answer is recorded and fills nothing', () => {
  const foreign = sampleDeal({ orderTicket: '999', clientOrderId: null });
  const report: OrderReport = { kind: 'filled', orderTicket: ticket, deals: [foreign] };
  const { events } = applyOrderReport({ order: sampleOrder({ status: 'sent' }), report, hasDeal: never });
  expect(events).toEqual([
    { kind: 'dealRecorded', deal: foreign },
    { kind: 'orderStatusChanged', clientOrderId: '1001', status: 'accepted', orderTicket: '301', fault: null },
  ]);
});

test.each([
  ['denied', 'deniedByAdviser'],
  ['expired', 'expiredAtAdviser'],
  ['rejected', 'rejected'],
  ['unknown', 'unknown'],
] as const)('%s keeps the fault that the terminal gave', (kind, status) => {
  const why = fault('ORDER_REJECTED', 'no money', { retcode: 10019 });
  const order = sampleOrder({ status: 'sent' });
  expect(applyOrderReport({ order, report: { kind, fault: why }, hasDeal: never }).events).toEqual([
    { kind: 'orderStatusChanged', clientOrderId: '1001', status, orderTicket: null, fault: why },
  ]);
});

test('an order that the terminal has no record of ends as notFound and says that it is not repeated', () => {
  const outcome = applyOrderReport({
    order: sampleOrder({ status: 'unknown' }),
    report: { kind: 'notFound' },
    hasDeal: never,
  });
  expect(outcome.events).toMatchObject([
    {
      status: 'notFound',
      fault: { code: 'ORDER_OUTCOME_UNKNOWN', message: expect.stringContaining('never sent again') },
    },
  ]);
});

test('deals of an order that was not found are recorded, and the order is reported as a late fill', () => {
  const order = sampleOrder({ status: 'notFound' });
  const report: OrderReport = { kind: 'filled', orderTicket: ticket, deals: [sampleDeal()] };
  const outcome = applyOrderReport({ order, report, hasDeal: never });
  expect(outcome.events.map((event) => event.kind)).toEqual(['dealRecorded', 'orderStatusChanged']);
  expect(outcome.lateFills.map((late) => late.request.clientOrderId)).toEqual(['1001']);
});

const anyReport: fc.Arbitrary<OrderReport> = fc.oneof(
  fc.constantFrom<OrderReport>(
    { kind: 'accepted', orderTicket: ticket },
    { kind: 'accepted', orderTicket: null },
    { kind: 'cancelled', orderTicket: ticket, deals: [] },
    { kind: 'notFound' },
    { kind: 'denied', fault: fault('ORDER_DENIED_BY_ADVISER', 'denied') },
    { kind: 'rejected', fault: fault('ORDER_REJECTED', 'rejected') },
    { kind: 'unknown', fault: fault('ORDER_OUTCOME_UNKNOWN', 'cannot tell') },
  ),
  fc
    .subarray([
      sampleDeal({ dealTicket: '501', volume: 0.03 }),
      sampleDeal({ dealTicket: '502', volume: 0.03, clientOrderId: null }),
      sampleDeal({ dealTicket: '503', volume: 0.04 }),
    ])
    .map((deals): OrderReport => ({ kind: 'filled', orderTicket: ticket, deals })),
);

test('whatever the terminal says, in whatever order, a repetition makes no event and filled means deals over the whole volume', () => {
  fc.assert(
    fc.property(fc.array(anyReport, { maxLength: 12 }), (reports) => {
      const ledger = createLedger(sampleOrder({ status: 'sent' }));
      for (const report of reports) {
        const before = ledger.order;
        ledger.append(applyOrderReport({ order: before, report, hasDeal: ledger.hasDeal }).events);
        const isContradiction = before.status === 'accepted' && report.kind === 'notFound';
        const again = applyOrderReport({ order: ledger.order, report, hasDeal: ledger.hasDeal });
        if (!isContradiction) expect(again).toEqual({ events: [], lateFills: [] });
        expect(ledger.order.status === 'filled').toBe(Math.abs(ledger.order.filledVolume - 0.1) < 1e-9);
        expect(hasEnded(ledger.order.status) || ledger.order.filledVolume < 0.1).toBe(true);
      }
    }),
  );
});

/** The order and the deals as a log that is folded shows them. */
function createLedger(start: Order): {
  readonly order: Order;
  readonly append: (events: readonly EngineEvent[]) => void;
  readonly hasDeal: (ticket: DealTicket) => boolean;
} {
  let order = start;
  const deals = new Set<DealTicket>();
  return {
    get order() {
      return order;
    },
    hasDeal: (deal) => deals.has(dealTicket(deal)),
    append: (events) => {
      for (const event of events) {
        if (event.kind === 'dealRecorded') {
          expect(deals.has(event.deal.dealTicket)).toBe(false);
          deals.add(event.deal.dealTicket);
          order = { ...order, filledVolume: lots(Number((order.filledVolume + event.deal.volume).toFixed(8))) };
        }
        if (event.kind === 'orderStatusChanged') {
          order = { ...order, status: event.status, orderTicket: event.orderTicket, fault: event.fault };
        }
      }
    },
  };
}
