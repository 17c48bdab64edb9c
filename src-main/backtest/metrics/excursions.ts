import type { RunTrade } from '#shared/contract/backtest.ts';
import { sideSign } from '#shared/trading/side.ts';
import { definedOrNull, ratioOrNull } from './defined-ratio.ts';
import { mean } from './moments.ts';

/** Mean worst and best open excursion (J. Sweeney, Maximum Adverse Excursion, 1997), in R of the price. */
export const meanExcursions = (
  trades: readonly Pick<RunTrade, 'maeR' | 'mfeR'>[],
): { readonly maeR: number | null; readonly mfeR: number | null } => ({
  maeR: definedOrNull(mean(trades.map(({ maeR }) => maeR))),
  mfeR: definedOrNull(mean(trades.map(({ mfeR }) => mfeR))),
});

/**
 * The share of the best open excursions that the exits kept: Σ move of the price from open to close ÷ Σ best excursion, both in R of the
 * price. Summed before it is divided, so that trades that never were ahead weigh no more than others. Null where none was.
 */
export function captureRatio(
  trades: readonly Pick<RunTrade, 'side' | 'openPrice' | 'closePrice' | 'stop' | 'mfeR'>[],
): number | null {
  let kept = 0;
  let offered = 0;
  for (const { side, openPrice, closePrice, stop, mfeR } of trades) {
    const risk = Math.abs(openPrice - stop);
    if (risk === 0) continue;
    kept += (sideSign(side) * (closePrice - openPrice)) / risk;
    offered += mfeR;
  }
  return ratioOrNull(kept, offered);
}
