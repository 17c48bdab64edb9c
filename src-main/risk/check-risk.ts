import { assert } from '#shared/base/assert.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { RiskApprovable, RiskApproved, RiskRefused } from '#shared/trading/risk-approved.ts';
import { money } from '#shared/units/money.ts';
import { judgeState } from './judge-state.ts';
import type { RiskRequest } from './risk-request.ts';
import { sizeEntry, type EntrySize } from './size-entry.ts';

/**
 * Sizes an entry by its stop and runs every limit, when the intent forms and again just before it is sent. The first limit in the way is
 * the refusal, with its code, the value and the limit. The only place where a RiskApproved is made.
 */
export function checkRisk(request: RiskRequest): Result<RiskApproved, RiskRefused> {
  const sized = sizeEntry(request);
  return sized.ok
    ? ok(approvable(request, sized.value) as RiskApproved)
    : err({ intent: request.intent, fault: sized.error });
}

function approvable(request: RiskRequest, size: EntrySize): RiskApprovable {
  const { intent, account, instrument, quote } = request;
  assert(account !== null && instrument !== null && quote !== null, 'what could be sized is known');
  const { symbol, side, stop, target } = intent;
  const { volume, worstPrice, lossPerLot, riskMoney } = size;
  return {
    intent,
    parameters: { account: account.identity, symbol, side, volume, stop, target, worstPrice, riskMoney },
    lossPerLot,
    riskRatio: riskMoney / (account.equity - account.credit),
    marginMoney: money(instrument.marginPerLot * volume),
    quote,
    judgedIn: judgeState(request),
  };
}
