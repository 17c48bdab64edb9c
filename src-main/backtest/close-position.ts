import { nextPhase } from '#shared/trading/phase.ts';
import type { RunExitReason } from '#shared/contract/backtest.ts';
import { roundToCents } from '#main/fills/round-to-cents.ts';
import { ownEquity, profitAt } from './account-book.ts';
import { seeAmount } from './fall-tracker.ts';
import { retireDue } from './lane-due.ts';
import type { MarketState, OpenPosition, RunState } from './run-state.ts';

export interface PositionExit {
  readonly reason: RunExitReason;
  readonly atUtcMs: number;
  readonly price: number;
  /** The price that asked for the exit, on the side it is closed on: what the fill is beside it is slippage. */
  readonly trigger: number;
  readonly spread: number;
  readonly isAmbiguous: boolean;
}

/** Books an exit in full: profit, commission and swap go to the balance, and a trade is left. */
export function closePosition(run: RunState, position: OpenPosition, exit: PositionExit): void {
  const { lane, market, volume, sign, side, riskMoney, swap } = position;
  const { price, reason, atUtcMs, isAmbiguous } = exit;
  const moneyPerPrice = (volume * market.tickValue) / market.instrument.tickSize;
  const profit = roundToCents(profitAt(position, price, market.tickValue));
  const exitCommission = commissionOf(position);
  const commission = position.entryCommission + exitCommission;
  const exitSpread = sign < 0 ? exit.spread : 0;
  const spread = negated((position.entrySpread + exitSpread) * moneyPerPrice);
  const slipped = position.entrySlippage + withoutNoise(sign * (exit.trigger - price), market);
  const slippage = negated(slipped * moneyPerPrice);
  const net = profit + commission + swap;
  position.worst = sign * Math.min(sign * position.worst, sign * price);
  position.best = sign * Math.max(sign * position.best, sign * price);
  const riskDistance = Math.abs(position.openPrice - position.stopAsSent);
  run.book.trades.push({
    ordinal: 0,
    strategy: lane.terms.strategy,
    symbol: market.instrument.symbol,
    side,
    volume,
    decidedAtUtcMs: position.decidedAtUtcMs,
    openedAtUtcMs: position.openedAtUtcMs,
    closedAtUtcMs: atUtcMs,
    openPrice: position.openPrice,
    closePrice: price,
    stop: position.stopAsSent,
    target: Number.isNaN(position.target) ? null : position.target,
    exitReason: reason,
    gross: profit - spread - slippage,
    spread,
    commission,
    swap,
    slippage,
    net,
    riskMoney,
    rMultiple: net / riskMoney,
    maeR: Math.min(0, (sign * (position.worst - position.openPrice)) / riskDistance),
    mfeR: Math.max(0, (sign * (position.best - position.openPrice)) / riskDistance),
    isAmbiguous,
    bestNet: isAmbiguous
      ? roundToCents(profitAt(position, position.target, market.tickValue)) + commission + swap
      : net,
  });
  remove(run.positions, position);
  remove(market.positions, position);
  run.balance += profit + exitCommission + swap;
  run.margin = run.positions.length === 0 ? 0 : run.margin - position.margin;
  lane.position = null;
  retireDue(lane);
  lane.phase = nextPhase(lane.phase, { isSetup: false, isEntering: false, isInPosition: false, isExiting: false });
  run.book.filledAtUtcMs = market.now.closeTimeUtcMs;
  noteClosing(run, net, atUtcMs);
}

/** Of one deal, the run's cost multiple in it. */
export const commissionOf = ({ market, volume }: Pick<OpenPosition, 'market' | 'volume'>): number =>
  roundToCents(-market.instrument.commissionPerLotSide * volume);

function noteClosing(run: RunState, net: number, atUtcMs: number): void {
  const { book } = run;
  book.lossesInARow = net < 0 ? book.lossesInARow + 1 : 0;
  book.lastClosedAtUtcMs = atUtcMs;
  seeAmount(run.equityFall, ownEquity(run), atUtcMs);
  seeAmount(run.balanceFall, run.balance, atUtcMs);
  if (run.positions.length > 0) return;
  const from = Math.max(book.inMarketSinceUtcMs, book.firstDecisionUtcMs);
  book.inMarketMs += Math.max(0, Math.min(atUtcMs, book.lastDecisionUtcMs) - from);
}

/** What a bid and a spread that were added leave over is no slippage. */
export const withoutNoise = (difference: number, { priceTolerance }: MarketState): number =>
  Math.abs(difference) < priceTolerance ? 0 : difference;

/** No negative zero. */
const negated = (amount: number): number => (amount === 0 ? 0 : -amount);

function remove(positions: OpenPosition[], position: OpenPosition): void {
  if (positions.at(-1) === position) positions.pop();
  else positions.splice(positions.indexOf(position), 1);
}
