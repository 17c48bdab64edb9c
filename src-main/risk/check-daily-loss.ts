import type { Fault } from '#shared/base/fault.ts';
import type { KnownRequest } from './risk-request.ts';
import { isAboveMoney } from './money-tolerance.ts';
import { limitFault } from './limit-fault.ts';
import { riskAsked } from './risk-asked.ts';

/**
 * The loss since broker midnight plus what this entry asks to risk stays within the day's limit. Before the first report of a day there is
 * no baseline; the account as it stands then takes its place, max(balance, equity) − credit, so that open losses count at once and
 * the start of the program alone denies nothing.
 */
export function checkDailyLoss(request: KnownRequest): Fault | null {
  const { account, day, limits } = request;
  const baseline = day?.baseline ?? Math.max(account.balance, account.equity) - account.credit;
  const profit = day?.profit ?? account.equity - account.credit - baseline;
  const limit = baseline * limits.dailyLossRatioMax;
  const riskMoney = riskAsked(request);
  const lossMax = riskMoney - profit;
  if (!Number.isFinite(lossMax) || !(limit > 0)) {
    const message = 'The day has no baseline that a loss could be measured against.';
    return limitFault('EQUITY_INVALID', message, { value: baseline, limit: 0 });
  }
  if (!isAboveMoney(lossMax, limit)) return null;
  const message = 'With this entry the day could lose more than its limit.';
  return limitFault('DAILY_LOSS_LIMIT', message, { value: lossMax, limit, profit, riskMoney });
}
