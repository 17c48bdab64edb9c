import { expect, test } from 'vitest';
import { clientOrderId } from '#shared/trading/ids.ts';
import { orderRequestSchema } from '#shared/trading/order.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleAuthorizedEntry, sampleAuthorizedReduction } from '#main/testkit/sample-authorized.ts';
import { orderRequest } from './order-request.ts';

const id = clientOrderId('1001');

test('an entry goes out word for word as it was authorized, for ten seconds of market time', () => {
  const authorized = sampleAuthorizedEntry();
  const request = orderRequest({ authorized, clientOrderId: id, marketNowUtcMs: sampleStartUtcMs });
  expect(request).toEqual({
    kind: 'entry',
    clientOrderId: '1001',
    intentId: 'intent-1',
    scenario: 'B',
    approvalId: 'intent-1#1',
    authorizedBy: 'trader',
    ...authorized.parameters,
    expiresAtUtcMs: sampleStartUtcMs + 10_000,
  });
  expect(orderRequestSchema.parse(request)).toEqual(request);
});

test('an entry never outlives its ticket', () => {
  const authorized = sampleAuthorizedEntry();
  const marketNowUtcMs = utcMs(authorized.expiresAtUtcMs - 3000);
  expect(orderRequest({ authorized, clientOrderId: id, marketNowUtcMs })).toMatchObject({
    expiresAtUtcMs: authorized.expiresAtUtcMs,
  });
});

test('a reduction goes out for its position and does not expire', () => {
  const authorized = sampleAuthorizedReduction();
  const request = orderRequest({ authorized, clientOrderId: id, marketNowUtcMs: sampleStartUtcMs });
  expect(request).toEqual({
    kind: 'reduceOnly',
    clientOrderId: '1001',
    intentId: 'intent-2',
    account: authorized.account,
    symbol: 'XAUUSD',
    side: 'sell',
    volume: 0.1,
    positionId: '1',
  });
  expect(orderRequestSchema.parse(request)).toEqual(request);
});
