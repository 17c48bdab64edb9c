import type { Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { RiskApprovable, RiskApproved, RiskRefused } from '#shared/trading/risk-approved.ts';
import { money } from '#shared/units/money.ts';
import { checkAccount } from './check-account.ts';
import { checkDailyLoss } from './check-daily-loss.ts';
import { checkDrawdown } from './check-drawdown.ts';
import { checkIntent } from './check-intent.ts';
import { checkKnown } from './check-known.ts';
import { checkLookBack } from './check-look-back.ts';
import { checkLossesInARow } from './check-losses-in-a-row.ts';
import { checkNetting } from './check-netting.ts';
import { checkNews } from './check-news.ts';
import { checkNumbers } from './check-numbers.ts';
import { checkPositions } from './check-positions.ts';
import { checkQuote } from './check-quote.ts';
import { checkStop } from './check-stop.ts';
import { checkTarget } from './check-target.ts';
import { checkTradesToday } from './check-trades-today.ts';
import { checkTradingState } from './check-trading-state.ts';
import { correlatedRisk } from './correlated-risk.ts';
import { judgeState } from './judge-state.ts';
import { lossPerLot } from './loss-per-lot.ts';
import { openRisk, type OpenRisk } from './open-risk.ts';
import { countUnseen, pendingEntries, type PendingEntry } from './pending-entries.ts';
import { riskAsked } from './risk-asked.ts';
import type { KnownRequest, RiskRequest } from './risk-request.ts';
import { sideVolumeLeft } from './side-volume-left.ts';
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
  const lockFault = checkInputs(known.value) ?? checkLocks(known.value);
  return lockFault === null ? size(known.value) : err(lockFault);
}

const checkInputs = (request: KnownRequest): Fault | null =>
  checkAccount(request) ??
  checkNumbers(request) ??
  checkIntent(request) ??
  checkLookBack(request) ??
  checkNews(request) ??
  checkQuote(request) ??
  checkStop(request);

const checkLocks = (request: KnownRequest): Fault | null =>
  checkLossesInARow(request) ?? checkDailyLoss(request) ?? checkDrawdown(request);

function size(request: KnownRequest): Result<RiskApprovable, Fault> {
  const { intent, account, instrument, quote, positions, instruments, dailyAtr } = request;
  const { symbol, side, stop, target } = intent;

  const worst = worstPrice(request);
  if (!worst.ok) return worst;
  const targetFault = checkTarget(request, worst.value);
  if (targetFault !== null) return err(targetFault);

  const entries = pendingEntries(request.pendingOrders, positions);
  const open = openRisk({ positions, pendingEntries: entries, instruments, dailyAtr });
  if (!open.ok) return open;
  const entriesUnderWay = countUnseen(entries, positions);
  const exposureFault =
    checkPositions(request, { openRisk: open.value, entriesUnderWay }) ??
    checkNetting(request, entries) ??
    checkTradesToday(request, entriesUnderWay);
  if (exposureFault !== null) return err(exposureFault);

  const loss = lossPerLot({ side, from: worst.value, stop }, instrument);
  const volume = sizeVolume({ lossPerLot: loss, budgets: budgetsOf(request, open.value, entries), instrument });
  if (!volume.ok) return volume;
  const riskMoney = money(loss * volume.value);

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

function budgetsOf(request: KnownRequest, used: OpenRisk, entries: readonly PendingEntry[]): Budgets {
  const { intent, account, limits, correlationOf, gapStressR = 1 } = request;
  const ownEquity = account.equity - account.credit;
  const { correlationMin } = limits;
  const together = correlatedRisk(intent, { parts: used.parts, correlationMin, correlationOf });
  const marginLeft = Math.min(account.freeMargin, ownEquity * limits.marginUseRatioMax - account.margin);
  return {
    riskMoney: riskAsked(request),
    openRiskMoney: (ownEquity * limits.openRiskRatioMax) / gapStressR - used.money,
    correlatedRiskMoney: ownEquity * limits.correlatedRiskRatioMax - together,
    marginMoney: marginLeft - used.pendingMarginMoney,
    sideVolume: Math.min(sideVolumeLeft(request, entries), intent.volumeMax ?? Infinity),
  };
}
