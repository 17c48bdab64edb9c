import type { RunRecord } from '#shared/contract/backtest.ts';
import type { RunMetrics, RunReport } from '#shared/contract/run-report.ts';
import { plainTable } from './plain-table.ts';
import { countText, moneyText, multipleText, ratioText, shareText } from './report-numbers.ts';

/** Every figure of the run, and beside it what it would have been without the trader's delay, and for each scenario alone. */
export function figuresText({ report, withoutDelay, shadow, wish }: RunRecord): string {
  const columns: readonly (readonly [name: string, report: RunReport])[] = [
    [wish.scenario === 'both' ? 'governed' : 'this run', report],
    ...(withoutDelay === null ? [] : [['no delay', withoutDelay] as const]),
    ...Object.entries(shadow).map(([scenario, alone]) => [`${scenario} alone`, alone] as const),
  ];
  const rows = sections.flatMap(([title, figures], index) => [
    ...(index === 0 ? [] : [['']]),
    [title, ...(index === 0 ? columns.map(([name]) => name) : [])],
    ...figures.map(([label, textOf]) => [`  ${label}`, ...columns.map(([, { metrics }]) => textOf(metrics))]),
  ]);
  const table = plainTable(
    rows.map((row) => [...row, ...Array<string>(columns.length + 1 - row.length).fill('')]),
    ['left', ...columns.map(() => 'right' as const)],
  );
  return withoutDelay === null ? table : `${table}\n\n${legend}`;
}

const legend = '  no delay: the same run decided at once and around the clock, without the trader’s delay and sleep.';

type Line = readonly [label: string, textOf: (metrics: RunMetrics) => string];

const sections: readonly (readonly [title: string, lines: readonly Line[]])[] = [
  [
    'RETURNS',
    [
      ['Net profit', ({ netProfit }) => moneyText(netProfit)],
      ['Return', ({ netProfitRatio }) => shareText(netProfitRatio)],
      ['A year (CAGR)', ({ cagr }) => shareText(cagr)],
      ['Buy and hold', ({ buyAndHoldRatio }) => shareText(buyAndHoldRatio)],
      ['Time in market', ({ timeInMarketRatio }) => shareText(timeInMarketRatio)],
    ],
  ],
  [
    'RISK',
    [
      ['Deepest drawdown of equity', ({ maxDrawdownRatio }) => shareText(maxDrawdownRatio)],
      ['  in money', ({ maxDrawdownMoney }) => moneyText(maxDrawdownMoney)],
      ['Deepest drawdown of balance', ({ maxBalanceDrawdownRatio }) => shareText(maxBalanceDrawdownRatio)],
      ['Longest under water, days', ({ longestUnderWaterDays }) => countText(longestUnderWaterDays)],
      ['Ulcer index', ({ ulcerIndex }) => shareText(ulcerIndex)],
      ['Worst day of 20 (VaR 95 %)', ({ var95 }) => lossText(var95)],
      ['  such days on average (CVaR)', ({ cvar95 }) => lossText(cvar95)],
      ['Worst day of 100 (VaR 99 %)', ({ var99 }) => lossText(var99)],
      ['  such days on average (CVaR)', ({ cvar99 }) => lossText(cvar99)],
      ['Worst day', ({ worstDayRatio }) => lossText(worstDayRatio)],
      ['Worst week', ({ worstWeekRatio }) => lossText(worstWeekRatio)],
      ['Worst month', ({ worstMonthRatio }) => lossText(worstMonthRatio)],
      ['Peak margin, of equity', ({ peakMarginRatio }) => shareText(peakMarginRatio)],
      ['Peak open risk, of equity', ({ peakOpenRiskRatio }) => shareText(peakOpenRiskRatio)],
    ],
  ],
  [
    'RATIOS',
    [
      ['Sharpe', ({ sharpe }) => ratioText(sharpe)],
      ['Sortino', ({ sortino }) => ratioText(sortino)],
      ['MAR', ({ mar }) => ratioText(mar)],
      ['Recovery', ({ recoveryFactor }) => ratioText(recoveryFactor)],
      ['Profit factor', ({ profitFactor }) => ratioText(profitFactor)],
      ['Expectancy of a trade', ({ expectancyMoney }) => moneyText(expectancyMoney)],
      ['  in R', ({ expectancyR }) => multipleText(expectancyR)],
      ['SQN', ({ sqn }) => ratioText(sqn)],
    ],
  ],
  [
    'TRADES',
    [
      ['Trades', ({ trades }) => countText(trades)],
      ['  a year', ({ tradesPerYear }) => countText(tradesPerYear)],
      ['Won', ({ winRatio }) => shareText(winRatio)],
      ['Payoff', ({ payoff }) => ratioText(payoff)],
      ['Longest streak, won / lost', (it) => `${countText(it.longestWinStreak)} / ${countText(it.longestLossStreak)}`],
      ['Worst excursion, mean (MAE)', ({ maeMeanR }) => multipleText(maeMeanR)],
      ['Best excursion, mean (MFE)', ({ mfeMeanR }) => multipleText(mfeMeanR)],
      ['  of it kept', ({ captureRatio }) => shareText(captureRatio)],
      ['Held, hours', ({ holdingHoursMean }) => countText(holdingHoursMean)],
      ['Five best, of net profit', ({ topFiveShare }) => shareText(topFiveShare)],
      ['Stopped out by the broker', ({ stopOuts }) => countText(stopOuts)],
      ['Entries denied', ({ deniedIntents }) => countText(deniedIntents)],
    ],
  ],
  [
    'COSTS',
    [
      ['Gross', ({ grossProfit }) => moneyText(grossProfit)],
      ['  Spread', ({ spreadCost }) => moneyText(spreadCost)],
      ['  Commission', ({ commissionCost }) => moneyText(commissionCost)],
      ['  Swap', ({ swapCost }) => moneyText(swapCost)],
      ['  Slippage', ({ slippageCost }) => moneyText(slippageCost)],
      ['Net', ({ netProfit }) => moneyText(netProfit)],
      ['  with every ambiguous bar for us', ({ bestNetProfit }) => moneyText(bestNetProfit)],
      ['  ambiguous trades', ({ ambiguousTrades }) => countText(ambiguousTrades)],
      ['Break-even cost multiple', ({ breakEvenCostMultiple }) => ratioText(breakEvenCostMultiple)],
    ],
  ],
];

/** The contract has losses as positive numbers; read as a return it is minus. */
const lossText = (loss: number | null): string => shareText(loss === null ? null : -loss);
