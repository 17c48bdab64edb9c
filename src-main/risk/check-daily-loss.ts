import type { Fault } from '#shared/base/fault.ts';
import type { Money } from '#shared/units/money.ts';
import type { KnownRequest } from './risk-request.ts';
import { isAboveMoney } from './money-tolerance.ts';
import { limitFault } from './limit-fault.ts';

/**
 * The loss since broker midnight plus what this entry may lose stays within the day's limit. Before the first report of a day there is
 * no baseline; the account as it stands then takes its place, max(balance, equity) − credit, so that open losses count at once and
 * the start of the program alone denies nothing.
 */
export function checkDailyLoss({ account, day, limits }: KnownRequest, riskMoney: Money): Fault | null {
  const baseline = day?.baseline ?? Math.max(account.balance, account.equity) - account.credit;
  const profit = day?.profit ?? account.equity - account.credit - baseline;
  const limit = baseline * limits.dailyLossRatioMax;
  const lossMax = riskMoney - profit;
  if (!Number.isFinite(lossMax) || !(limit > 0)) {
    return limitFault('EQUITY_INVALID', 'The day has no baseline that a loss could be measured against.', {
      value: baseline,
      limit: 0,
    });
  }
  if (!isAboveMoney(lossMax, limit)) return null;
  return limitFault('DAILY_LOSS_LIMIT', 'With this entry the day could lose more than its limit.', {
    value: lossMax,
    limit,
    profit,
    riskMoney,
  });
}
