import type { Account } from '#shared/trading/account.ts';
import type { CashOperation } from '#shared/trading/cash-operation.ts';
import type { DayBaselineSource } from '#shared/trading/day-baseline-source.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { PositionId } from '#shared/trading/ids.ts';
import { ownCash } from '#shared/trading/own-cash.ts';
import type { Position } from '#shared/trading/position.ts';
import { sideSign } from '#shared/trading/side.ts';
import { legVolume } from '#shared/trading/trade.ts';
import { tradesOfDeals } from '#shared/trading/trades-of-deals.ts';
import { money, type Money } from '#shared/units/money.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { dealsOf, dealsSince, cashSince } from './account-past.ts';
import { priceAt } from './price-at.ts';
import type { Step } from './step.ts';

/** A report so soon after midnight shows the account as it was then. */
const atMidnightMs = 60_000;

export interface AccountAtMidnight {
  readonly source: DayBaselineSource;
  /** max(balance, equity) − credit. */
  readonly baseline: Money;
  /** Deposits less withdrawals since. */
  readonly cash: Money;
  /** What lay in the account then; null where it is not known. */
  readonly own: { readonly equity: Money; readonly credit: Money } | null;
}

interface FirstReport {
  readonly account: Account;
  readonly positions: readonly Position[];
  readonly midnightUtcMs: UtcMs;
}

/**
 * The account at the broker's midnight, from the first report of its day. Where midnight was slept through it is worked out: what was booked since is
 * taken back out of balance and credit, and what was open then is valued at the last bar that had closed. Swap that was charged between is left in,
 * and the tick value is the one of now. Where a bar is missing, the equity of the report stands in for that of midnight.
 */
export function accountAtMidnight(step: Step, report: FirstReport): AccountAtMidnight {
  const { account, midnightUtcMs } = report;
  const { balance, equity, credit } = account;
  if (account.occurredAtUtcMs - midnightUtcMs <= atMidnightMs) {
    const own = { equity, credit };
    return { source: 'observed', baseline: baselineOf(account), cash: money(0), own };
  }
  const cash = cashSince(step, midnightUtcMs);
  const creditThen = credit - sum(cash.filter(({ kind }) => kind === 'credit').map(({ amount }) => amount));
  const balanceThen = balance - sum(dealsSince(step, midnightUtcMs).map(bookedBy)) - sum(cash.map(balanceBy));
  const floating = floatingAt(step, report);
  const then = { balance: balanceThen, credit: creditThen, equity: balanceThen + creditThen + (floating ?? 0) };
  const known = floating !== null;
  const stoodIn = { ...then, equity: equity - sum(cash.map(({ amount }) => amount)) };
  return {
    source: known ? 'rebuilt' : 'estimated',
    baseline: baselineOf(known ? then : stoodIn),
    cash: money(sum(cash.map(ownCash))),
    own: known ? { equity: money(then.equity), credit: money(then.credit) } : null,
  };
}

const baselineOf = (it: { readonly balance: number; readonly equity: number; readonly credit: number }): Money =>
  money(Math.max(it.balance, it.equity) - it.credit);

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

const bookedBy = ({ profit, commission, swap }: Deal): number => profit + commission + swap;

const balanceBy = ({ kind, amount }: CashOperation): number => (kind === 'credit' ? 0 : amount);

/** Open profit at midnight; null where a price of then, or an instrument, is not known. */
function floatingAt(step: Step, report: FirstReport): number | null {
  const { bars, brokerClock: clock } = step.dependencies;
  const atUtcMs = report.midnightUtcMs;
  let total = 0;
  for (const open of openAt(step, report)) {
    const instrument = step.market.instruments.get(open.symbol);
    if (instrument === undefined) return null;
    const price = priceAt(bars, { instrument, side: open.side, atUtcMs, clock });
    if (price === null) return null;
    const ticks = (sideSign(open.side) * (price - open.openPrice)) / instrument.tickSize;
    total += ticks * instrument.tickValue * open.volume;
  }
  return total;
}

type OpenThen = Pick<Position, 'symbol' | 'side' | 'openPrice'> & { readonly volume: number };

/** What was open at midnight: by its deals until then; as it is reported, where none is known. */
function openAt(step: Step, { positions, midnightUtcMs }: FirstReport): readonly OpenThen[] {
  const touched = dealsSince(step, midnightUtcMs).map(({ positionId }) => positionId);
  const ids = new Set<PositionId>([...positions.map(({ positionId }) => positionId), ...touched]);
  return [...ids].flatMap((id): readonly OpenThen[] => {
    const deals = dealsOf(step, id);
    if (deals.length === 0) return positions.filter((it) => it.positionId === id && it.openedAtUtcMs < midnightUtcMs);
    const until = deals.filter(({ occurredAtUtcMs }) => occurredAtUtcMs < midnightUtcMs);
    return tradesOfDeals(until, () => 'other')
      .filter(({ closed }) => closed === null)
      .map(({ symbol, side, openPrice, legs }) => {
        const volume = legVolume(legs, 'entry') - legVolume(legs, 'exit');
        return { symbol, side, openPrice, volume };
      });
  });
}
