import { expect, test } from 'vitest';
import type { Deal } from './deal.ts';
import type { Order } from './order.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleClose, sampleEntryRequest, sampleOrder } from '#main/testkit/sample-order.ts';
import { sampleTrade } from '#main/testkit/sample-trade.ts';
import { approvedRisk } from './approved-risk.ts';

const records = (deals: readonly Deal[], orders: readonly Order[]) => ({
  dealsOf: () => deals,
  findOrder: (id: Deal['clientOrderId']) => orders.find(({ request }) => request.clientOrderId === id) ?? null,
});

const entry = (clientOrderId: string, riskMoney: number, volume: number) =>
  sampleOrder({ request: sampleEntryRequest({ clientOrderId, riskMoney, volume }) });

const deal = (dealTicket: string, clientOrderId: string | null) => sampleDeal({ dealTicket, clientOrderId });

test('what was approved is the risk of the order that was filled', () => {
  expect(approvedRisk(sampleTrade(), records([deal('4711', '1')], [entry('1', 80, 0.1)]))).toBe(80);
});

test('of an order that was filled in part, and of each that added, as much as was filled', () => {
  const [first, exit] = sampleTrade().legs;
  const legs = [
    { ...first, volume: 0.1 },
    { ...first, dealTicket: '4713', volume: 0.05 },
    { ...exit, volume: 0.15 },
  ];
  const trade = sampleTrade({ volume: 0.15, legs });
  const orders = [entry('1', 80, 0.2), entry('2', 30, 0.05)];
  expect(approvedRisk(trade, records([deal('4711', '1'), deal('4713', '2')], orders))).toBe(70);
});

test.each([
  ['a deal of nobody’s order', records([deal('4711', null)], [])],
  ['an order that is not known', records([deal('4711', '1')], [])],
  ['a deal that is not known', records([], [entry('1', 80, 0.1)])],
  ['an order that only reduces', records([deal('4711', '1002')], [sampleClose()])],
  ['an approval of nothing', records([deal('4711', '1')], [entry('1', 0, 0.1)])],
])('nobody approved a risk: %s', (_, without) => {
  expect(approvedRisk(sampleTrade(), without)).toBeNull();
});
