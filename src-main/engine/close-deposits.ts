import type { Span } from '#shared/time/span.ts';
import type { Account } from '#shared/trading/account.ts';
import type { DepositClose } from '#shared/trading/deposit-close.ts';
import type { Position } from '#shared/trading/position.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { nextGovernance } from '#main/strategies/governance.ts';
import { accountAtMidnight } from './account-at-midnight.ts';
import { depositUsdOf, supersedeTickets } from './govern.ts';
import { hadMarket } from './had-market.ts';
import type { Step } from './step.ts';

/** More days than this decide nothing: no rule asks for a longer row of closes. */
const daysMax = 60;

/** How long bars of a night that was slept through may take to come before its close is taken to be unknown, and how often they are asked for. */
const waitMsMax = 600_000;
const tryPeriodMs = 5_000;

interface Report {
  readonly account: Account;
  readonly positions: readonly Position[];
}

/**
 * Counts the deposit at the ends of the broker days with a market that have passed since the last one that was counted, oldest first. Those that
 * were slept through are worked out, for which the bars of then may have to come first.
 */
export function closeDeposits(step: Step, report: Report): void {
  const { state, desk, dependencies } = step;
  const now = dependencies.monotonicClock.nowMs();
  if (state.governance === null || state.day === null || now - desk.deposits.triedAt < tryPeriodMs) return;
  const days = marketDays(step, state.governance.countedUntilUtcMs, state.day.midnightUtcMs);
  const closes = days.map(({ toUtcMs }) => ({
    midnightUtcMs: toUtcMs,
    depositUsd: depositUsdAt(step, report, toUtcMs),
  }));
  const [oldest] = days;
  if (oldest === undefined) return;
  const isUnknown = report.account.currency === 'USD' && closes.some(({ depositUsd }) => depositUsd === null);
  desk.deposits.waitingSince = isUnknown ? (desk.deposits.waitingSince ?? now) : null;
  if (desk.deposits.waitingSince !== null && now - desk.deposits.waitingSince < waitMsMax) {
    desk.deposits.triedAt = now;
    return;
  }
  desk.deposits.waitingSince = null;
  if (days.length === daysMax) closeDeposit(step, { midnightUtcMs: oldest.fromUtcMs, depositUsd: null });
  for (const close of closes) closeDeposit(step, close);
}

/** The newest broker days with a market that ended after a moment and by a midnight, oldest first. */
function marketDays(step: Step, afterUtcMs: UtcMs, midnightUtcMs: UtcMs): readonly Span[] {
  const { brokerClock } = step.dependencies;
  const days: Span[] = [];
  let toUtcMs = midnightUtcMs;
  while (toUtcMs > afterUtcMs && days.length < daysMax) {
    const fromUtcMs = brokerClock.midnightBefore(utcMs(toUtcMs - 1));
    if (hadMarket(step, { fromUtcMs, toUtcMs })) days.unshift({ fromUtcMs, toUtcMs });
    toUtcMs = fromUtcMs;
  }
  return days;
}

function depositUsdAt(step: Step, report: Report, midnightUtcMs: UtcMs): number | null {
  const { own } = accountAtMidnight(step, { ...report, midnightUtcMs });
  return own === null ? null : depositUsdOf({ ...report.account, ...own });
}

/**
 * Nothing is switched between closes. An unknown deposit breaks the row of them: successive ones have to be proved. While the trader holds or
 * forces a scenario they are counted, and switch nothing.
 */
function closeDeposit(
  step: Step,
  { midnightUtcMs, depositUsd }: { readonly midnightUtcMs: UtcMs; readonly depositUsd: number | null },
): void {
  const { governance } = step.state;
  if (governance === null) return;
  const { active, closes, override } = governance;
  if (depositUsd === null) {
    step.record({ kind: 'depositClosed', midnightUtcMs, depositUsd, closes: [] });
    return;
  }
  const before = { active, closes: closes.map((close) => close.depositUsd) };
  const { state: next, switched } = nextGovernance(before, { depositUsd }, step.dependencies.governance);
  const counted: readonly DepositClose[] = [...closes, { midnightUtcMs, depositUsd }];
  const speaking = switched?.closes.length ?? next.closes.length;
  const proof = speaking === 0 ? [] : counted.slice(-speaking);
  step.record({ kind: 'depositClosed', midnightUtcMs, depositUsd, closes: proof });
  if (switched === null || override !== null) return;
  step.record({ kind: 'scenarioSwitched', from: switched.from, to: switched.to, proof });
  supersedeTickets(step, `scenario ${switched.to} trades from now on`);
}
