import { expect, test } from 'vitest';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleBrokerOrder } from '#main/testkit/sample-broker-order.ts';
import { sampleOrder } from '#main/testkit/sample-order.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleRiskRequest } from '#main/testkit/sample-risk-request.ts';
import { checkRisk } from './check-risk.ts';

const netting = { account: sampleAccount({ marginMode: 'netting' }) };

test('a netting account is entered where the symbol is flat', () => {
  expect(checkRisk(sampleRiskRequest(netting))).toMatchObject({ ok: true });
  const elsewhere = { positions: [samplePosition({ symbol: 'EURUSD', openPrice: 1.1, stop: 1.09 })] };
  expect(checkRisk(sampleRiskRequest({ ...netting, ...elsewhere }))).toMatchObject({ ok: true });
  expect(
    checkRisk(sampleRiskRequest({ ...netting, brokerOrders: [sampleBrokerOrder({ symbol: 'EURUSD' })] })),
  ).toMatchObject({
    ok: true,
  });
});

test.each([
  ['a position, whoever opened it', { positions: [samplePosition()] }],
  ['an order at the broker, whoever placed it', { brokerOrders: [sampleBrokerOrder()] }],
  ['an entry of ours under way', { pendingOrders: [sampleOrder({ status: 'sent' })] }],
])('a netting account is not entered beside %s', (_what, changes) => {
  expect(checkRisk(sampleRiskRequest({ ...netting, ...changes }))).toMatchObject({
    ok: false,
    error: { fault: { code: 'SYMBOL_NOT_FLAT', facts: { value: 1, limit: 0 } } },
  });
  expect(checkRisk(sampleRiskRequest(changes))).toMatchObject({ ok: true });
});
