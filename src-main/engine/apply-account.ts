import type { Account } from '#shared/trading/account.ts';
import type { Position } from '#shared/trading/position.ts';
import { closeDeposits } from './close-deposits.ts';
import { dayOf } from './day-view.ts';
import { followDrawdown } from './follow-drawdown.ts';
import { startGovernance } from './govern.ts';
import { startDay } from './start-day.ts';
import type { Step } from './step.ts';

/** Takes over the account as the terminal reports it, with the positions that it was reported with. */
export function applyAccount(
  step: Step,
  account: Account,
  positions: readonly Position[] = step.state.positions,
): void {
  step.market.account = account;
  startGovernance(step, account);
  startDay(step, account, positions);
  closeDeposits(step, { account, positions });
  followDrawdown(step, account);
  step.show({ kind: 'accountChanged', account, day: dayOf(step.state, account, step.dependencies.limits) });
}
