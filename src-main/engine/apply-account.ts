import type { Account } from '#shared/trading/account.ts';
import { money, type Money } from '#shared/units/money.ts';
import { closeDeposits } from './close-deposits.ts';
import { dayOf } from './day-view.ts';
import { depositUsdOf, startGovernance } from './govern.ts';
import type { Step } from './step.ts';

/** A broker date only moves forward, and at most once in this time: clock corrections do not give a second day's allowance. */
const dayLengthMsMin = 20 * 3_600_000;

export function applyAccount(step: Step, account: Account): void {
  step.market.account = account;
  startGovernance(step, account);
  startDay(step, account);
  step.show({ kind: 'accountChanged', account, day: dayOf(step.state, account, step.dependencies.limits) });
}

function startDay(step: Step, account: Account): void {
  const midnightUtcMs = step.dependencies.brokerClock.midnightBefore(account.occurredAtUtcMs);
  const { day } = step.state;
  if (day !== null && midnightUtcMs < day.midnightUtcMs + dayLengthMsMin) return;
  step.record({ kind: 'dayStarted', midnightUtcMs, baseline: baselineOf(account) }, account.occurredAtUtcMs);
  closeDeposits(step, { sinceUtcMs: day?.midnightUtcMs ?? null, midnightUtcMs, depositUsd: depositUsdOf(account) });
}

const baselineOf = ({ balance, equity, credit }: Account): Money => money(Math.max(balance, equity) - credit);
