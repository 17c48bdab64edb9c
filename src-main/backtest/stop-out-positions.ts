import { tickAtOrAbove, tickAtOrBelow } from '#main/fills/tick-grid.ts';
import { profitAt } from './account-book.ts';
import { closePosition } from './close-position.ts';
import type { MarketState, OpenPosition, RunState } from './run-state.ts';

/**
 * What the broker closes because equity ÷ margin, at the worst prices of the row that is played and the last ones of other markets, has fallen to his
 * level: the largest loss first, each at the price it was looked at, until the level holds again.
 */
export function stopOut(run: RunState, played: MarketState): void {
  while (run.margin > 0 && equityAtWorst(run, played) <= run.input.account.stopOutRatio * run.margin) {
    const position = largestLoss(run, played);
    const { market, sign } = position;
    const trigger = worstPrice(position, played);
    closePosition(run, position, {
      reason: 'stopOut',
      atUtcMs: played.now.closeTimeUtcMs,
      price: sign > 0 ? tickAtOrBelow(trigger, market.instrument) : tickAtOrAbove(trigger, market.instrument),
      trigger,
      spread: market === played ? market.now.spread : market.spread,
      isAmbiguous: false,
    });
    run.book.stopOuts += 1;
  }
}

function equityAtWorst(run: RunState, played: MarketState): number {
  let equity = run.balance + run.input.account.credit;
  for (const position of run.positions) equity += position.swap + worstProfit(position, played);
  return equity;
}

function largestLoss(run: RunState, played: MarketState): OpenPosition {
  return run.positions.reduce((worst, position) =>
    worstProfit(position, played) < worstProfit(worst, played) ? position : worst,
  );
}

const worstProfit = (position: OpenPosition, played: MarketState): number =>
  profitAt(position, worstPrice(position, played), position.market.tickValue);

function worstPrice({ market, sign, rowWorst }: OpenPosition, played: MarketState): number {
  if (market === played) return rowWorst;
  return sign > 0 ? market.bid : market.bid + market.spread;
}
