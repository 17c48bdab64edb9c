import { dealSchema, type Deal } from '#shared/trading/deal.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

/** The whole fill of the sample order: a tenth of a lot of gold at 2000.20; named members can be changed. */
export function sampleDeal(changes: Partial<Record<keyof Deal, unknown>> = {}): Deal {
  return dealSchema.parse({
    dealTicket: '501',
    orderTicket: '301',
    positionId: '1',
    clientOrderId: '1001',
    symbol: 'XAUUSD',
    side: 'buy',
    entry: 'in',
    reason: 'adviser',
    volume: 0.1,
    price: 2000.2,
    profit: 0,
    commission: -0.35,
    swap: 0,
    occurredAtUtcMs: sampleStartUtcMs,
    ...changes,
  });
}
