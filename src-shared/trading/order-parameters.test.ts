import { expect, test } from 'vitest';
import { isSameOrder, orderParametersSchema, type OrderParameters } from './order-parameters.ts';

const wire = {
  account: { server: 'ATS-Simulated', login: '100001', tradeMode: 'simulated' },
  symbol: 'XAUUSD',
  side: 'buy',
  volume: 0.1,
  stop: 1990,
  target: 2030,
  worstPrice: 2001.5,
  riskMoney: 115.7,
};

const parsed = (changes: Readonly<Record<string, unknown>> = {}): OrderParameters =>
  orderParametersSchema.parse({ ...wire, ...changes });

test.each([
  ['the server', { account: { ...wire.account, server: 'Broker-Demo' } }],
  ['the login', { account: { ...wire.account, login: '100002' } }],
  ['the trade mode', { account: { ...wire.account, tradeMode: 'demo' } }],
  ['the symbol', { symbol: 'XAGUSD' }],
  ['the side', { side: 'sell', stop: 2010, target: 1980 }],
  ['the volume', { volume: 0.11 }],
  ['the stop', { stop: 1989.99 }],
  ['the target', { target: 2030.01 }],
  ['that there is a target', { target: null }],
  ['the worst price', { worstPrice: 2001.51 }],
  ['the risk in money', { riskMoney: 115.71 }],
])('another order differs in %s', (_, changes) => {
  expect(isSameOrder(parsed(), parsed(changes))).toBe(false);
});

test('the same order is the same, in whatever order its members came', () => {
  const shuffled = Object.fromEntries(Object.entries(wire).reverse());
  expect(isSameOrder(parsed(), orderParametersSchema.parse(shuffled))).toBe(true);
});

test.each([
  ['a stop beyond the worst price', { stop: 2001.5 }],
  ['a target that would lose', { target: 2001.5 }],
  ['no volume', { volume: 0 }],
  ['no stop', { stop: null }],
  ['a stop that is no number', { stop: '1990' }],
])('cannot be asked for: %s', (_, changes) => {
  expect(orderParametersSchema.safeParse({ ...wire, ...changes }).success).toBe(false);
});
