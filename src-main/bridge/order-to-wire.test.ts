import { expect, test } from 'vitest';
import type { AccountIdentity } from '#shared/trading/account.ts';
import type { AuthorizedEntry } from '#shared/trading/authorized.ts';
import type { OrderRequest } from '#shared/trading/order.ts';
import { approvalId, intentId, positionId } from '#shared/trading/ids.ts';
import { lots } from '#shared/units/lots.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { wireOrderSchema } from '#main/protocol/messages/trade-messages.ts';
import {
  sampleAuthorizedEntry,
  sampleAuthorizedModify,
  sampleAuthorizedReduction,
} from '#main/testkit/sample-authorized.ts';
import { orderRefusal, orderToWire } from './order-to-wire.ts';
import { requestOf } from './sample-request.suite.ts';

const entry = sampleAuthorizedEntry();
const reduction = sampleAuthorizedReduction();
const modify = sampleAuthorizedModify();
const simulated = entry.parameters.account;

const onAccount = (tradeMode: AccountIdentity['tradeMode']): AuthorizedEntry => ({
  ...entry,
  parameters: { ...entry.parameters, account: { ...simulated, tradeMode } },
});

test('lets the trader’s order go to any account that it was approved for', () => {
  for (const tradeMode of ['simulated', 'demo', 'real'] as const) {
    const authorized = onAccount(tradeMode);
    const { account } = authorized.parameters;
    expect(orderRefusal({ authorized, request: requestOf(authorized), account })).toBeNull();
  }
});

test('lets an order that no person approved go to a simulated terminal only', () => {
  const refusals = (['simulated', 'demo', 'real'] as const).map((tradeMode) => {
    const authorized = { ...onAccount(tradeMode), authorizedBy: 'simulation' as const };
    const { account } = authorized.parameters;
    return orderRefusal({ authorized, request: requestOf(authorized), account })?.code ?? null;
  });
  expect(refusals).toEqual([null, 'UNAUTHORIZED', 'UNAUTHORIZED']);
});

test.each([
  { ...simulated, login: '2' },
  { ...simulated, server: 'Another' },
  { ...simulated, tradeMode: 'real' as const },
])('does not let an order go to %o', (account) => {
  for (const authorized of [entry, reduction, modify])
    expect(orderRefusal({ authorized, request: requestOf(authorized), account })).toMatchObject({
      code: 'ACCOUNT_CHANGED',
    });
});

const entryRequest = requestOf(entry) as Extract<OrderRequest, { kind: 'entry' }>;
const reductionRequest = requestOf(reduction) as Extract<OrderRequest, { kind: 'reduceOnly' }>;
const modifyRequest = requestOf(modify) as Extract<OrderRequest, { kind: 'modify' }>;

test.each<Partial<typeof entryRequest>>([
  { intentId: intentId('another') },
  { approvalId: approvalId('another') },
  { authorizedBy: 'simulation' },
  { scenario: 'A' },
  { expiresAtUtcMs: utcMs(entryRequest.expiresAtUtcMs + 1) },
  { volume: lots(entryRequest.volume * 2) },
  { side: 'sell' },
  { stop: price(1) },
  { worstPrice: price(9999) },
  { account: { ...simulated, login: '2' } },
])('stops the engine before an entry goes otherwise than it was authorized: %o', (change) => {
  const request = { ...entryRequest, ...change };
  expect(() => orderRefusal({ authorized: entry, request, account: simulated })).toThrow(
    'exactly as it was authorized',
  );
});

test.each<Partial<typeof reductionRequest>>([
  { intentId: intentId('another') },
  { positionId: positionId('2') },
  { symbol: 'EURUSD' },
  { side: 'buy' },
  { volume: lots(5) },
  { account: { ...simulated, login: '2' } },
])('stops the engine before a reduction goes otherwise than it was proved: %o', (change) => {
  const request = { ...reductionRequest, ...change };
  expect(() => orderRefusal({ authorized: reduction, request, account: simulated })).toThrow('as it was authorized');
});

test.each<Partial<typeof modifyRequest>>([
  { intentId: intentId('another') },
  { positionId: positionId('2') },
  { symbol: 'EURUSD' },
  { side: 'sell' },
  { volume: lots(5) },
  { stop: price(1994) },
  { target: price(2031) },
  { target: null },
  { account: { ...simulated, login: '2' } },
])('stops the engine before stops are moved otherwise than it was granted: %o', (change) => {
  const request = { ...modifyRequest, ...change };
  expect(() => orderRefusal({ authorized: modify, request, account: simulated })).toThrow('as it was authorized');
});

test('stops the engine when an order is turned into one of another kind', () => {
  const granted = [entry, reduction, modify];
  for (const authorized of granted) {
    for (const other of granted.filter(({ kind }) => kind !== authorized.kind)) {
      const request = { ...requestOf(other), intentId: authorized.intentId };
      expect(() => orderRefusal({ authorized, request, account: simulated })).toThrow('exactly as it was authorized');
    }
  }
});

test('says nothing on the wire that a terminal would not take', () => {
  for (const request of [entryRequest, reductionRequest, modifyRequest]) {
    const wire = orderToWire({ request, session: '0123456789abcdef', sentAtUtcMs: utcMs(1e12) });
    expect(wireOrderSchema.parse(wire)).toEqual(wire);
    expect(wire).toMatchObject({ kind: request.kind, id: '1001', ttlMs: 10_000, sentAtUtcMs: 1e12 });
  }
});
