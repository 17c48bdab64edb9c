import { nextPhase } from '#shared/trading/phase.ts';
import type { RunExitReason, RunPart } from '#shared/contract/backtest.ts';
import { roundToCents } from '#main/fills/round-to-cents.ts';
import { ownEquity, profitAt } from './account-book.ts';
import { bookTrade } from './book-trade.ts';
import { exitDeal, netOfDeal, sumOfDeals, type ExitFill } from './exit-deal.ts';
import { seeAmount } from './fall-tracker.ts';
import { retireDue } from './lane-due.ts';
import type { BookedTrade, ExitDeal, OpenPosition, RunState } from './run-state.ts';
import { seePrice } from './see-price.ts';

export interface PositionExit extends ExitFill {
  readonly reason: RunExitReason;
  readonly isAmbiguous: boolean;
}

/** Books the exit of all that is left: profit, commission and swap go to the balance, and one trade is left, whatever parts were closed before. */
export function closePosition(run: RunState, position: OpenPosition, exit: PositionExit): void {
  const { lane, market, sign, exits } = position;
  const { price, reason, atUtcMs, isAmbiguous } = exit;
  const deal = exitDeal(position, position.volume, exit);
  const whole = exits === null ? deal : sumOfDeals(exits, deal);
  const { profit, spread, slippage, swap } = whole;
  const commission = position.entryCommission + whole.commission;
  const net = profit + commission + swap;
  seePrice(position, price);
  const riskDistance = Math.abs(position.openPrice - position.stopAsSent);
  const trade: BookedTrade = {
    ordinal: 0,
    strategy: lane.terms.strategy,
    symbol: market.instrument.symbol,
    side: position.side,
    volume: position.volumeAsOpened,
    decidedAtUtcMs: position.decidedAtUtcMs,
    openedAtUtcMs: position.openedAtUtcMs,
    closedAtUtcMs: atUtcMs,
    openPrice: position.openPrice,
    closePrice: whole.price,
    stop: position.stopAsSent,
    target: Number.isNaN(position.target) ? null : position.target,
    exitReason: reason,
    gross: profit - spread - slippage,
    spread,
    commission,
    swap,
    slippage,
    net,
    riskMoney: position.riskMoney,
    rMultiple: net / position.riskMoney,
    maeR: Math.min(0, (sign * (position.worst - position.openPrice)) / riskDistance),
    mfeR: Math.max(0, (sign * (position.best - position.openPrice)) / riskDistance),
    isAmbiguous,
    bestNet: isAmbiguous ? profitAtTarget(position, profit - deal.profit) + commission + swap : net,
  };
  if (exits !== null) trade.parts = [...exits, deal].map(partOfTrade);
  bookTrade(run.book.trades, trade);
  remove(run.positions, position);
  remove(market.positions, position);
  run.balance += netOfDeal(deal);
  run.margin = run.positions.length === 0 ? 0 : run.margin - position.margin;
  lane.position = null;
  retireDue(lane);
  lane.phase = nextPhase(lane.phase, { isSetup: false, isEntering: false, isInPosition: false, isExiting: false });
  run.book.filledAtUtcMs = market.now.closeTimeUtcMs;
  noteClosing(run, net, atUtcMs);
}

/** Profit of a trade whose rest had met its target, on top of what its parts have brought. */
const profitAtTarget = (position: OpenPosition, broughtByParts: number): number =>
  broughtByParts + roundToCents(profitAt(position, position.target, position.market.tickValue));

const partOfTrade = (deal: ExitDeal): RunPart => ({
  closedAtUtcMs: deal.atUtcMs,
  volume: deal.volume,
  price: deal.price,
  net: netOfDeal(deal),
});

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

function remove(positions: OpenPosition[], position: OpenPosition): void {
  if (positions.at(-1) === position) positions.pop();
  else positions.splice(positions.indexOf(position), 1);
}
