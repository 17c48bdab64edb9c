import { expect, test } from 'vitest';
import { tradeIntentSchema } from './trade-intent.ts';

const enter = {
  kind: 'enter',
  intentId: 'intent-1',
  decisionId: 'decision-1',
  scenario: 'A',
  symbol: 'EURUSD',
  side: 'buy',
  reference: 1.1,
  stop: 1.09,
  target: 1.12,
  riskRatio: 0.005,
  decidedAtUtcMs: 1_704_153_600_000,
  validUntilUtcMs: 1_704_154_500_000,
};

const close = {
  kind: 'close',
  intentId: 'intent-2',
  decisionId: null,
  positionId: '7',
  symbol: 'EURUSD',
  volume: 0.1,
  reason: 'trader',
  decidedAtUtcMs: 1_704_153_600_000,
};

test('wishes are read as they were written', () => {
  expect([enter, close].map((wish) => tradeIntentSchema.parse(wish))).toEqual([enter, close]);
  expect(tradeIntentSchema.safeParse({ ...enter, target: null }).success).toBe(true);
  expect(tradeIntentSchema.safeParse({ ...enter, side: 'sell', stop: 1.11, target: 1.08 }).success).toBe(true);
});

test('a wish to move a stop that an older log holds was decided by no rule', () => {
  const {
    volume: _volume,
    reason: _reason,
    decisionId: _decisionId,
    ...older
  } = { ...close, kind: 'modify', stop: 1.1 };
  const wish = { ...older, target: null };
  expect(tradeIntentSchema.parse(wish)).toEqual({ ...wish, decisionId: null });
  expect(tradeIntentSchema.parse({ ...wish, decisionId: 'decision-1' })).toMatchObject({ decisionId: 'decision-1' });
});

test.each([
  ['a stop on the winning side', { ...enter, stop: 1.11 }],
  ['a stop at the reference', { ...enter, stop: 1.1 }],
  ['a target on the losing side', { ...enter, target: 1.09 }],
  ['a risk of nothing', { ...enter, riskRatio: 0 }],
  ['a risk of more than a tenth', { ...enter, riskRatio: 0.11 }],
  ['a negative volume', { ...close, volume: -0.1 }],
  ['a reason that does not exist', { ...close, reason: 'whim' }],
])('is no wish: %s', (_, wish) => {
  expect(tradeIntentSchema.safeParse(wish).success).toBe(false);
});
