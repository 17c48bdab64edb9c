import type { RunTrade } from '#shared/contract/backtest.ts';
import { ratioOrNull } from './defined-ratio.ts';

export interface CostWaterfall {
  /** Costs are zero or negative, swap may be either: gross + spread + commission + swap + slippage = net. */
  readonly gross: number;
  readonly spread: number;
  readonly commission: number;
  readonly swap: number;
  readonly slippage: number;
  readonly net: number;
  /** Null where there is nothing to eat, or nothing that eats. */
  readonly breakEvenCostMultiple: number | null;
}

/**
 * From gross to net. The break-even multiple m solves gross + swap received + m · (all other costs) = 0, as `CostTerms.multiple` multiplies them,
 * at the volumes that were traded: a run with dearer costs would have traded a little less.
 */
export function costWaterfall(trades: readonly RunTrade[]): CostWaterfall {
  const total = { gross: 0, spread: 0, commission: 0, swap: 0, slippage: 0, net: 0 };
  let swapReceived = 0;
  for (const trade of trades) {
    total.gross += trade.gross;
    total.spread += trade.spread;
    total.commission += trade.commission;
    total.swap += trade.swap;
    total.slippage += trade.slippage;
    total.net += trade.net;
    swapReceived += Math.max(0, trade.swap);
  }
  const earned = total.gross + swapReceived;
  const cost = swapReceived - (total.spread + total.commission + total.swap + total.slippage);
  return { ...total, breakEvenCostMultiple: earned > 0 && cost > 0 ? ratioOrNull(earned, cost) : null };
}
