import { roundToDigits } from '#shared/base/round-to-digits.ts';
import { roundToCents } from '#main/fills/round-to-cents.ts';
import { ownEquity, profitAt } from './account-book.ts';
import { exitDeal, netOfDeal, type ExitFill } from './exit-deal.ts';
import { seeAmount } from './fall-tracker.ts';
import type { OpenPosition, RunState } from './run-state.ts';
import { seePrice } from './see-price.ts';

/** Books the exit of some lots: their share of margin and swap goes with them, and the rest goes on as it was, without a trade yet. */
export function closePart(run: RunState, position: OpenPosition, volume: number, fill: ExitFill): void {
  const { lane, market, margin } = position;
  const deal = exitDeal(position, volume, fill);
  seePrice(position, fill.price);
  position.exits = [...(position.exits ?? []), deal];
  position.margin = (margin * (position.volume - volume)) / position.volume;
  position.volume = roundToDigits(position.volume - volume, 8);
  position.swap = roundToCents(position.swap - deal.swap);
  position.profit = profitAt(position, fill.trigger, market.tickValue);
  run.balance += netOfDeal(deal);
  run.margin += position.margin - margin;
  lane.holding.volume = position.volume;
  lane.holding.isPartClosed = true;
  run.book.filledAtUtcMs = market.now.closeTimeUtcMs;
  seeAmount(run.equityFall, ownEquity(run), fill.atUtcMs);
  seeAmount(run.balanceFall, run.balance, fill.atUtcMs);
}
