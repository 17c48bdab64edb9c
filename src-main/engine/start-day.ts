import type { Account } from '#shared/trading/account.ts';
import type { Position } from '#shared/trading/position.ts';
import { accountAtMidnight } from './account-at-midnight.ts';
import type { Step } from './step.ts';

/** A broker date only moves forward, and at most once in this time: clock corrections do not give a second day's allowance. */
const dayLengthMsMin = 20 * 3_600_000;

/** The first report of a broker date sets what the day's loss is measured from; it is never set again within the date. */
export function startDay(step: Step, account: Account, positions: readonly Position[]): void {
  const midnightUtcMs = step.dependencies.brokerClock.midnightBefore(account.occurredAtUtcMs);
  const { day } = step.state;
  if (day !== null && midnightUtcMs < day.midnightUtcMs + dayLengthMsMin) return;
  const { baseline, source, cash } = accountAtMidnight(step, { account, positions, midnightUtcMs });
  step.record({ kind: 'dayStarted', midnightUtcMs, baseline, source, cash }, account.occurredAtUtcMs);
}
