import { roundToCents } from '#main/fills/round-to-cents.ts';
import { profitPerLotAt } from './account-book.ts';
import type { ExitDeal, MarketState, OpenPosition } from './run-state.ts';

/** Where an exit was filled. */
export interface ExitFill {
  readonly atUtcMs: number;
  readonly price: number;
  /** The price that asked for the exit, on the side it is closed on: what the fill is beside it is slippage. */
  readonly trigger: number;
  readonly spread: number;
}

/** What leaving a position with so many of its lots comes to. Swap is shared by volume, in cents; the last exit takes what is left of it. */
export function exitDeal(
  position: OpenPosition,
  volume: number,
  { atUtcMs, price, trigger, spread }: ExitFill,
): ExitDeal {
  const { market, sign, entrySpread, entrySlippage, swap } = position;
  const moneyPerPrice = (volume * market.tickValue) / market.instrument.tickSize;
  const slipped = entrySlippage + withoutNoise(sign * (trigger - price), market);
  return {
    atUtcMs,
    volume,
    price,
    profit: roundToCents(profitPerLotAt(position, price, market.tickValue) * volume),
    commission: commissionOf({ market, volume }),
    swap: volume === position.volume ? swap : roundToCents((swap * volume) / position.volume),
    spread: negated((entrySpread + (sign < 0 ? spread : 0)) * moneyPerPrice),
    slippage: negated(slipped * moneyPerPrice),
  };
}

/** Several exits as if they were one: sums, the mean price by volume, and the time of the last. */
export function sumOfDeals(deals: readonly ExitDeal[], last: ExitDeal): ExitDeal {
  const sum = { ...last };
  let paid = last.price * last.volume;
  for (const { volume, price, profit, commission, swap, spread, slippage } of deals) {
    paid += price * volume;
    sum.volume += volume;
    sum.profit += profit;
    sum.commission += commission;
    sum.swap += swap;
    sum.spread += spread;
    sum.slippage += slippage;
  }
  sum.price = paid / sum.volume;
  return sum;
}

/** What a deal brings to the balance. */
export const netOfDeal = ({ profit, commission, swap }: ExitDeal): number => profit + commission + swap;

/** Of one deal, the run's cost multiple in it. */
export const commissionOf = ({ market, volume }: Pick<OpenPosition, 'market' | 'volume'>): number =>
  roundToCents(-market.instrument.commissionPerLotSide * volume);

/** What a bid and a spread that were added leave over is no slippage. */
export const withoutNoise = (difference: number, { priceTolerance }: MarketState): number =>
  Math.abs(difference) < priceTolerance ? 0 : difference;

/** No negative zero. */
const negated = (amount: number): number => (amount === 0 ? 0 : -amount);
