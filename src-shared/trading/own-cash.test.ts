import { expect, test } from 'vitest';
import { money } from '../units/money.ts';
import { cashKindSchema } from './cash-operation.ts';
import { ownCash } from './own-cash.ts';

test('deposits and withdrawals are cash; credit is the broker’s, fees and the like are results', () => {
  const kinds = cashKindSchema.options.filter((kind) => ownCash({ kind, amount: money(-5) }) === -5);
  expect(kinds).toEqual(['balance', 'correction', 'bonus', 'other']);
  expect(ownCash({ kind: 'credit', amount: money(100) })).toBe(0);
});
