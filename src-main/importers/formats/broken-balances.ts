import type { AccountReport, ReportDeal } from '#shared/trading/account-report.ts';

/** Two cents: each of the sums that a row is made of was rounded by itself. */
const tolerance = 0.02;

/**
 * Deals whose balance is not the one before, plus what the deal brought: a report that was edited or cut. Cash moves the balance between deals
 * without a row of its own here, so it is counted by its time.
 */
export function brokenBalances({
  deals,
  cash,
}: AccountReport): readonly (Pick<ReportDeal, 'dealTicket' | 'balance'> & { readonly expected: number })[] {
  return deals.flatMap((deal, index) => {
    const before = deals[index - 1];
    if (before === undefined) return [];
    const moved = cash
      .filter(({ dealTicket }) => isBetween(BigInt(dealTicket), BigInt(before.dealTicket), BigInt(deal.dealTicket)))
      .reduce((sum, { amount }) => sum + amount, 0);
    const expected = before.balance + moved + deal.commission + deal.fee + deal.swap + deal.profit;
    return Math.abs(expected - deal.balance) <= tolerance
      ? []
      : [{ dealTicket: deal.dealTicket, balance: deal.balance, expected }];
  });
}

const isBetween = (ticket: bigint, from: bigint, to: bigint): boolean => ticket > from && ticket < to;
