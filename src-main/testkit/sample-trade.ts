import { tradeSchema, type Trade } from '#shared/trading/trade.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

/** A lot of gold, bought by scenario B and sold a day later for 120 more; named members can be changed. */
export const sampleTrade = (changes: Partial<Record<keyof Trade, unknown>> = {}): Trade => {
  const leg = { volume: 0.1, commission: 0, swap: 0 };
  const closedAtUtcMs = sampleStartUtcMs + 86_400_000;
  return tradeSchema.parse({
    positionId: '88',
    ordinal: 1,
    symbol: 'XAUUSD',
    side: 'buy',
    owner: 'B',
    volume: 0.1,
    openPrice: 2050,
    openedAtUtcMs: sampleStartUtcMs,
    closed: { price: 2062, atUtcMs: closedAtUtcMs },
    net: 120,
    legs: [
      { ...leg, dealTicket: '4711', kind: 'entry', price: 2050, profit: 0, occurredAtUtcMs: sampleStartUtcMs },
      { ...leg, dealTicket: '4712', kind: 'exit', price: 2062, profit: 120, occurredAtUtcMs: closedAtUtcMs },
    ],
    ...changes,
  });
};
