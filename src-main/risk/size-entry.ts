import type { Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Lots } from '#shared/units/lots.ts';
import { money, type Money } from '#shared/units/money.ts';
import type { Price } from '#shared/units/price.ts';
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
import { lossPerLot } from './loss-per-lot.ts';
import { openRisk, type OpenRisk } from './open-risk.ts';
import { countUnseen, pendingEntries, type PendingEntry } from './pending-entries.ts';
import { riskAsked } from './risk-asked.ts';
import type { KnownRequest, RiskRequest } from './risk-request.ts';
import { sideVolumeLeft } from './side-volume-left.ts';
import { sizeVolume, type Budgets } from './size-volume.ts';
import { worstPrice } from './worst-price.ts';

/** What an entry comes to within every limit. */
export interface EntrySize {
  readonly volume: Lots;
  /** The worst price at which it may still be filled. */
  readonly worstPrice: Price;
  /** Of one lot from the worst price to the stop, with round-trip commission. */
  readonly lossPerLot: Money;
  /** The same of the volume. */
  readonly riskMoney: Money;
}

/**
 * Sizes an entry by its stop and runs every limit: the first one in the way is the fault, with its code, the value and the limit. All that `checkRisk`
 * does but its mark, for a backtest, which asks this of every entry and sends nothing.
 */
export function sizeEntry(request: RiskRequest): Result<EntrySize, Fault> {
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

function size(request: KnownRequest): Result<EntrySize, Fault> {
  const { intent, instrument, positions, instruments, dailyAtr } = request;
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

  const loss = lossPerLot({ side: intent.side, from: worst.value, stop: intent.stop }, instrument);
  const volume = sizeVolume({ lossPerLot: loss, budgets: budgetsOf(request, open.value, entries), instrument });
  if (!volume.ok) return volume;
  return ok({
    volume: volume.value,
    worstPrice: worst.value,
    lossPerLot: loss,
    riskMoney: money(loss * volume.value),
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
