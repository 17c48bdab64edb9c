import { tradesOfDeals } from '#shared/trading/trades-of-deals.ts';
import type { Trade, TradeOwner } from '#shared/trading/trade.ts';
import type { StoredApproval } from '#main/ports/signal-storage.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';

/** The sample ticket, and how it ended where that is said. */
export const sampleApproval = (ended: Partial<NonNullable<StoredApproval['ended']>> | null): StoredApproval => ({
  ticket: sampleApprovalTicket(),
  ended: ended && { outcome: 'approved', actor: 'window', reason: '', endedAtUtcMs: sampleStartUtcMs, ...ended },
});

/** The trade that the sample deal opens; closed at 2010.20 five minutes later for a hundred where that is asked for. */
export function sampleTrade({
  isClosed,
  owner = 'B',
}: {
  readonly isClosed: boolean;
  readonly owner?: TradeOwner;
}): Trade {
  const exit = sampleDeal({
    dealTicket: '502',
    side: 'sell',
    entry: 'out',
    price: 2010.2,
    profit: 100,
    occurredAtUtcMs: sampleStartUtcMs + 300_000,
  });
  const [trade] = tradesOfDeals(isClosed ? [sampleDeal(), exit] : [sampleDeal()], () => owner);
  if (trade === undefined) throw new Error('the deal opens a trade');
  return trade;
}
