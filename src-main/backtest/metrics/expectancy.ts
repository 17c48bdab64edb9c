import type { RunTrade } from '#shared/contract/backtest.ts';
import { definedOrNull } from './defined-ratio.ts';
import { mean } from './moments.ts';

/** Mean net result of a trade, in account currency. */
export const expectancyMoney = (trades: readonly Pick<RunTrade, 'net'>[]): number | null =>
  definedOrNull(mean(trades.map(({ net }) => net)));

/** Mean R-multiple: what a trade brings for each unit risked (V. K. Tharp, Trade Your Way to Financial Freedom). */
export const expectancyR = (trades: readonly Pick<RunTrade, 'rMultiple'>[]): number | null =>
  definedOrNull(mean(trades.map(({ rMultiple }) => rMultiple)));
