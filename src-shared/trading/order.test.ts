import { expect, test } from 'vitest';
import { hasEnded, orderRequestSchema, orderStatusSchema } from './order.ts';

const entry = {
  kind: 'entry',
  clientOrderId: '1001',
  intentId: 'intent-1',
  account: { server: 'ATS-Simulated', login: '100001', tradeMode: 'simulated' },
  symbol: 'XAUUSD',
  side: 'sell',
  volume: 0.1,
  scenario: 'B',
  approvalId: 'approval-1',
  authorizedBy: 'trader',
  stop: 2010,
  target: 1980,
  worstPrice: 1998.5,
  riskMoney: 115.7,
  expiresAtUtcMs: 1_704_153_610_000,
};

const reduction = {
  kind: 'reduceOnly',
  clientOrderId: '1002',
  intentId: 'intent-2',
  account: entry.account,
  symbol: 'XAUUSD',
  side: 'buy',
  volume: 0.1,
  positionId: '1',
};

test('an entry and a reduction are read as they were written', () => {
  expect(orderRequestSchema.parse(entry)).toEqual(entry);
  expect(orderRequestSchema.parse(reduction)).toEqual(reduction);
});

test.each([
  ['an entry without a stop', { ...entry, stop: null }],
  ['an entry that nobody authorized', { ...entry, authorizedBy: 'engine' }],
  ['an entry stopped on its winning side', { ...entry, stop: 1998.5 }],
  ['an entry that takes a loss', { ...entry, target: 1999 }],
  ['an entry without a volume', { ...entry, volume: 0 }],
  ['a volume that is not finite', { ...entry, volume: Infinity }],
  ['an entry that never expires', { ...entry, expiresAtUtcMs: undefined }],
  ['a moment outside of time', { ...entry, expiresAtUtcMs: 4_102_444_800_000 }],
  ['an id that is no decimal', { ...entry, clientOrderId: 'A1' }],
  ['a reduction of nothing', { ...reduction, volume: 0 }],
  ['a reduction of no position', { ...reduction, positionId: undefined }],
  ['another kind', { ...reduction, kind: 'modify' }],
])('is no order: %s', (_, wire) => {
  expect(orderRequestSchema.safeParse(wire).success).toBe(false);
});

test('what may still become a deal has not ended: unknown least of all', () => {
  expect(orderStatusSchema.options.filter((status) => !hasEnded(status))).toEqual([
    'journaled',
    'sent',
    'accepted',
    'partiallyFilled',
    'unknown',
  ]);
});
