import type { Fault } from '#shared/base/fault.ts';
import type { KnownRequest } from './risk-request.ts';
import { isAboveMoney } from './money-tolerance.ts';
import { limitFault } from './limit-fault.ts';
import { riskAsked } from './risk-asked.ts';

/**
 * The fall of equity below its start or its highest, open losses included, plus what this entry asks to risk stays within the limit. It is no
 * lock of a day: it stands until equity has recovered or the trader gives it another limit.
 */
export function checkDrawdown(request: KnownRequest): Fault | null {
  const { account, drawdown, limits } = request;
  if (drawdown === undefined) return null;
  const own = account.equity - account.credit;
  const baseline = limits.drawdownKind === 'static' ? drawdown.start : Math.max(drawdown.peak, own);
  const limit = baseline * limits.drawdownRatioMax;
  const riskMoney = riskAsked(request);
  const lossMax = baseline - own + riskMoney;
  if (!Number.isFinite(lossMax) || !(limit > 0)) {
    const message = 'There is no equity that a drawdown could be measured against.';
    return limitFault('EQUITY_INVALID', message, { value: baseline, limit: 0 });
  }
  if (!isAboveMoney(lossMax, limit)) return null;
  const message = 'With this entry equity could fall below its baseline by more than the limit.';
  return limitFault('DRAWDOWN_LIMIT', message, { value: lossMax, limit, baseline, riskMoney });
}
