import { expect, test } from 'vitest';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { tradeSchema } from './trade.ts';

const { dealTicket, price, profit, swap, occurredAtUtcMs, positionId, symbol } = sampleDeal();
const entry = { dealTicket, kind: 'entry', volume: 0.3, price, profit, commission: -1.05, swap, occurredAtUtcMs };
const half = { ...entry, dealTicket: '502', kind: 'exit', volume: 0.1, price: 2010, profit: 98, commission: -0.35 };
const rest = { ...half, dealTicket: '503', volume: 0.2, price: 1990, profit: -204, commission: -0.7 };

const trade = {
  positionId,
  ordinal: 1,
  symbol,
  side: 'buy',
  owner: 'B',
  volume: 0.3,
  openPrice: price,
  openedAtUtcMs: occurredAtUtcMs,
  closed: { price: 1996.67, atUtcMs: occurredAtUtcMs },
  net: 98 - 204 - 1.05 - 0.35 - 0.7,
  legs: [entry, half, rest],
};

const complaint = (changes: object): string | undefined =>
  tradeSchema.safeParse({ ...trade, ...changes }).error?.issues[0]?.message;

test('a trade goes from its entry to flat, by as many deals as it takes', () => {
  expect(tradeSchema.parse(trade)).toEqual(trade);
  expect(complaint({ closed: null, legs: [entry, half], net: 98 - 1.05 - 0.35 })).toBeUndefined();
});

test.each([
  [{ legs: [], net: 0, closed: null }, /at least|>=1|small/i],
  [{ volume: 0.2 }, 'the entries sum to the volume'],
  [{ closed: null }, 'a trade is closed exactly when its exits sum to its volume'],
  [{ legs: [entry, half], net: 98 - 1.05 - 0.35 }, 'a trade is closed exactly when its exits sum to its volume'],
  [{ net: -106 }, 'the net is the sum of profit, commission and swap of the legs'],
])('%o is no trade', (changes, message) => {
  expect(complaint(changes)).toMatch(message);
});
