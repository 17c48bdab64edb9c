import type { Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { RiskApprovable, RiskApproved, RiskRefused } from '#shared/trading/risk-approved.ts';
import { money } from '#shared/units/money.ts';
import { checkDailyLoss } from './check-daily-loss.ts';
import { checkIntent } from './check-intent.ts';
import { checkKnown } from './check-known.ts';
import { checkNetting } from './check-netting.ts';
import { checkNumbers } from './check-numbers.ts';
import { checkPositions } from './check-positions.ts';
import { checkQuote } from './check-quote.ts';
import { checkStop } from './check-stop.ts';
import { checkTarget } from './check-target.ts';
import { checkTradingState } from './check-trading-state.ts';
import { judgeState } from './judge-state.ts';
import { lossPerLot } from './loss-per-lot.ts';
import { openRisk, type OpenRisk } from './open-risk.ts';
import { pendingEntries } from './pending-entries.ts';
import type { KnownRequest, RiskRequest } from './risk-request.ts';
import { sizeVolume, type Budgets } from './size-volume.ts';
import { worstPrice } from './worst-price.ts';

/**
 * Sizes an entry by its stop and runs every limit, when the intent forms and again just before it is sent. The first limit in the way is
 * the refusal, with its code, the value and the limit. The only place where a RiskApproved is made.
 */
export function checkRisk(request: RiskRequest): Result<RiskApproved, RiskRefused> {
  const judged = judge(request);
  return judged.ok ? ok(judged.value as RiskApproved) : err({ intent: request.intent, fault: judged.error });
}

function judge(request: RiskRequest): Result<RiskApprovable, Fault> {
  const stateFault = checkTradingState(request);
  if (stateFault !== null) return err(stateFault);
  const known = checkKnown(request);
  if (!known.ok) return known;
  const inputFault =
    checkNumbers(known.value) ?? checkIntent(known.value) ?? checkQuote(known.value) ?? checkStop(known.value);
  return inputFault === null ? size(known.value) : err(inputFault);
}

function size(request: KnownRequest): Result<RiskApprovable, Fault> {
  const { intent, account, instrument, quote, positions, instruments, dailyAtr } = request;
  const { symbol, side, stop, target } = intent;

  const worst = worstPrice(request);
  if (!worst.ok) return worst;
  const targetFault = checkTarget(request, worst.value);
  if (targetFault !== null) return err(targetFault);

  const entries = pendingEntries(request.pendingOrders, positions);
  const open = openRisk({ positions, pendingEntries: entries, instruments, ...(dailyAtr && { dailyAtr }) });
  if (!open.ok) return open;
  const positionsFault = checkPositions(request, { openRisk: open.value, pendingEntries: entries });
  if (positionsFault !== null) return err(positionsFault);
  const nettingFault = checkNetting(request, entries);
  if (nettingFault !== null) return err(nettingFault);

  const loss = lossPerLot({ side, from: worst.value, stop }, instrument);
  const volume = sizeVolume({ lossPerLot: loss, budgets: budgetsOf(request, open.value), instrument });
  if (!volume.ok) return volume;
  const riskMoney = money(loss * volume.value);
  const dayFault = checkDailyLoss(request, riskMoney);
  if (dayFault !== null) return err(dayFault);

  return ok({
    intent,
    parameters: {
      account: account.identity,
      symbol,
      side,
      volume: volume.value,
      stop,
      target,
      worstPrice: worst.value,
      riskMoney,
    },
    lossPerLot: loss,
    riskRatio: riskMoney / (account.equity - account.credit),
    marginMoney: money(instrument.marginPerLot * volume.value),
    quote,
    judgedIn: judgeState(request),
  });
}

function budgetsOf({ intent, account, limits }: KnownRequest, used: OpenRisk): Budgets {
  const ownEquity = account.equity - account.credit;
  const marginLeft = Math.min(account.freeMargin, ownEquity * limits.marginUseRatioMax - account.margin);
  return {
    riskMoney: ownEquity * intent.riskRatio,
    openRiskMoney: ownEquity * limits.openRiskRatioMax - used.money,
    marginMoney: marginLeft - used.pendingMarginMoney,
  };
}
