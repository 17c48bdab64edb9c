import { expect, test } from 'vitest';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { tradeSchema } from './trade.ts';

const entry = sampleDeal({ volume: 0.3, commission: -1.05 });
const half = sampleDeal({
  dealTicket: '502',
  entry: 'out',
  side: 'sell',
  volume: 0.1,
  price: 2010,
  profit: 98,
  commission: -0.35,
});
const rest = sampleDeal({
  dealTicket: '503',
  entry: 'out',
  side: 'sell',
  volume: 0.2,
  price: 1990,
  profit: -204,
  commission: -0.7,
});

const trade = {
  positionId: entry.positionId,
  symbol: entry.symbol,
  side: 'buy',
  owner: 'B',
  volume: 0.3,
  openPrice: entry.price,
  openedAtUtcMs: entry.occurredAtUtcMs,
  closed: { price: 1996.67, atUtcMs: rest.occurredAtUtcMs },
  net: 98 - 204 - 1.05 - 0.35 - 0.7,
  deals: [entry, half, rest],
};

const complaint = (changes: object): string | undefined =>
  tradeSchema.safeParse({ ...trade, ...changes }).error?.issues[0]?.message;

test('a trade goes from its entry to flat, by as many deals as it takes', () => {
  expect(tradeSchema.parse(trade)).toEqual(trade);
  expect(complaint({ closed: null, deals: [entry, half], net: 98 - 1.05 - 0.35 })).toBeUndefined();
});

test.each([
  [{ deals: [], net: 0, closed: null }, /at least|>=1|small/i],
  [{ symbol: 'EURUSD' }, 'a trade is made of the deals of one position'],
  [{ volume: 0.2 }, 'the in-deals sum to the volume'],
  [{ closed: null }, 'a trade is closed exactly when its out-deals sum to its volume'],
  [{ deals: [entry, half], net: 98 - 1.05 - 0.35 }, 'a trade is closed exactly when its out-deals sum to its volume'],
  [{ net: -106 }, 'the net is the sum of profit, commission and swap of the deals'],
])('%o is no trade', (changes, message) => {
  expect(complaint(changes)).toMatch(message);
});
