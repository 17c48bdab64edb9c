import { expect, test } from 'vitest';
import { lots } from '#shared/units/lots.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleClose, sampleOrder } from '#main/testkit/sample-order.ts';
import { applyDeals } from './apply-deals.ts';

test('a list moves each order that it belongs to and records what belongs to none', () => {
  const entry = sampleOrder({ status: 'sent' });
  const close = sampleClose({ orderTicket: '302' });
  const entryDeal = sampleDeal();
  const closeDeal = sampleDeal({
    dealTicket: '502',
    orderTicket: '302',
    clientOrderId: null,
    side: 'sell',
    entry: 'out',
    volume: 0.04,
  });
  const manual = sampleDeal({ dealTicket: '503', orderTicket: '303', clientOrderId: null, reason: 'manual' });
  const outcome = applyDeals({
    orders: [entry, close],
    deals: [entryDeal, closeDeal, manual],
    hasDeal: () => false,
  });
  expect(outcome).toEqual({
    events: [
      { kind: 'dealRecorded', deal: entryDeal },
      { kind: 'dealRecorded', deal: { ...closeDeal, clientOrderId: '1002' } },
      { kind: 'dealRecorded', deal: manual },
      { kind: 'orderStatusChanged', clientOrderId: '1001', status: 'filled', orderTicket: '301', fault: null },
      { kind: 'orderStatusChanged', clientOrderId: '1002', status: 'partiallyFilled', orderTicket: '302', fault: null },
    ],
    lateFills: [],
  });
});

test('a deal that was seen, or stands twice in the list, is recorded once', () => {
  const seen = sampleDeal({ dealTicket: '500', volume: 0.06 });
  const fresh = sampleDeal({ dealTicket: '501', volume: 0.04 });
  const order = sampleOrder({ status: 'partiallyFilled', filledVolume: lots(0.06), orderTicket: '301' });
  const outcome = applyDeals({
    orders: [order],
    deals: [seen, fresh, fresh],
    hasDeal: (ticket) => ticket === seen.dealTicket,
  });
  expect(outcome.events).toEqual([
    { kind: 'dealRecorded', deal: fresh },
    { kind: 'orderStatusChanged', clientOrderId: '1001', status: 'filled', orderTicket: '301', fault: null },
  ]);
});

test('a list with nothing new makes no event', () => {
  const order = sampleOrder({ status: 'filled', filledVolume: lots(0.1), orderTicket: '301' });
  expect(applyDeals({ orders: [order, sampleClose()], deals: [sampleDeal()], hasDeal: () => true })).toEqual({
    events: [],
    lateFills: [],
  });
});

test('parts whose sum has float noise still fill the whole order', () => {
  const request = { ...sampleOrder().request, volume: lots(0.3) };
  const order = sampleOrder({ request, status: 'sent' });
  const deals = ['1', '2', '3'].map((dealTicket) => sampleDeal({ dealTicket, volume: 0.1 }));
  expect(applyDeals({ orders: [order], deals, hasDeal: () => false }).events.at(-1)).toMatchObject({
    status: 'filled',
  });
});

test('deals of an order that never left are a late fill', () => {
  const order = sampleOrder({ status: 'neverSent' });
  const outcome = applyDeals({ orders: [order], deals: [sampleDeal()], hasDeal: () => false });
  expect(outcome.lateFills).toEqual([order]);
});
