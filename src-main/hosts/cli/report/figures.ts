import type { RunRecord } from '#shared/contract/backtest.ts';
import type { RunMetrics, RunReport } from '#shared/contract/run-report.ts';
import { countText, moneyText, multipleText, ratioText, shareText } from './numbers.ts';
import { cellsRow, type ReportRow, type TableSection } from './section.ts';

/** Every figure of the run, and beside it what it would have been without the trader's delay, and for each scenario alone. */
export function figuresSection({ report, withoutDelay, shadow, wish }: RunRecord): TableSection {
  const columns: readonly (readonly [name: string, report: RunReport])[] = [
    [wish.scenario === 'both' ? 'governed' : 'this run', report],
    ...(withoutDelay === null ? [] : [['no delay', withoutDelay] as const]),
    ...Object.entries(shadow).map(([scenario, alone]) => [`${scenario} alone`, alone] as const),
  ];
  const rowsOf = ([title, figures]: Part, index: number): readonly ReportRow[] => [
    ...(index === 0 ? [] : [{ kind: 'heading', text: title, isPart: true } as const]),
    ...figures.map(({ label, textOf, level }) =>
      cellsRow([label, ...columns.map(([, { metrics }]) => textOf(metrics))], { level }),
    ),
  ];
  return {
    kind: 'table',
    title: parts[0][0],
    heads: columns.map(([name]) => name),
    aligns: ['left', ...columns.map(() => 'right' as const)],
    rows: parts.flatMap(rowsOf),
    notes: withoutDelay === null ? [] : [legend],
  };
}

const legend = 'No delay: the same run decided at once and around the clock, without the trader’s delay and sleep.';

interface Figure {
  readonly label: string;
  readonly textOf: (metrics: RunMetrics) => string;
  readonly level: 0 | 1;
}

type Part = readonly [title: string, figures: readonly Figure[]];

const figure = (label: string, textOf: Figure['textOf']): Figure => ({ label, textOf, level: 0 });

/** Belongs to the figure above it. */
const detail = (label: string, textOf: Figure['textOf']): Figure => ({ label, textOf, level: 1 });

const parts: readonly [Part, ...(readonly Part[])] = [
  [
    'Returns',
    [
      figure('Net profit', ({ netProfit }) => moneyText(netProfit)),
      figure('Return', ({ netProfitRatio }) => shareText(netProfitRatio)),
      figure('A year (CAGR)', ({ cagr }) => shareText(cagr)),
      figure('Buy and hold', ({ buyAndHoldRatio }) => shareText(buyAndHoldRatio)),
      figure('Time in market', ({ timeInMarketRatio }) => shareText(timeInMarketRatio)),
    ],
  ],
  [
    'Risk',
    [
      figure('Deepest drawdown of equity', ({ maxDrawdownRatio }) => shareText(maxDrawdownRatio)),
      detail('in money', ({ maxDrawdownMoney }) => moneyText(maxDrawdownMoney)),
      figure('Deepest drawdown of balance', ({ maxBalanceDrawdownRatio }) => shareText(maxBalanceDrawdownRatio)),
      figure('Longest under water, days', ({ longestUnderWaterDays }) => countText(longestUnderWaterDays)),
      figure('Ulcer index', ({ ulcerIndex }) => shareText(ulcerIndex)),
      figure('Worst day of 20 (VaR 95 %)', ({ var95 }) => lossText(var95)),
      detail('such days on average (CVaR)', ({ cvar95 }) => lossText(cvar95)),
      figure('Worst day of 100 (VaR 99 %)', ({ var99 }) => lossText(var99)),
      detail('such days on average (CVaR)', ({ cvar99 }) => lossText(cvar99)),
      figure('Worst day', ({ worstDayRatio }) => lossText(worstDayRatio)),
      figure('Worst week', ({ worstWeekRatio }) => lossText(worstWeekRatio)),
      figure('Worst month', ({ worstMonthRatio }) => lossText(worstMonthRatio)),
      figure('Peak margin, of equity', ({ peakMarginRatio }) => shareText(peakMarginRatio)),
      figure('Peak open risk, of equity', ({ peakOpenRiskRatio }) => shareText(peakOpenRiskRatio)),
    ],
  ],
  [
    'Ratios',
    [
      figure('Sharpe', ({ sharpe }) => ratioText(sharpe)),
      figure('Sortino', ({ sortino }) => ratioText(sortino)),
      figure('MAR', ({ mar }) => ratioText(mar)),
      figure('Recovery', ({ recoveryFactor }) => ratioText(recoveryFactor)),
      figure('Profit factor', ({ profitFactor }) => ratioText(profitFactor)),
      figure('Expectancy of a trade', ({ expectancyMoney }) => moneyText(expectancyMoney)),
      detail('in R', ({ expectancyR }) => multipleText(expectancyR)),
      figure('SQN', ({ sqn }) => ratioText(sqn)),
    ],
  ],
  [
    'Trades',
    [
      figure('Trades', ({ trades }) => countText(trades)),
      detail('a year', ({ tradesPerYear }) => countText(tradesPerYear)),
      figure('Won', ({ winRatio }) => shareText(winRatio)),
      figure('Payoff', ({ payoff }) => ratioText(payoff)),
      figure(
        'Longest streak, won / lost',
        (it) => `${countText(it.longestWinStreak)} / ${countText(it.longestLossStreak)}`,
      ),
      figure('Worst excursion, mean (MAE)', ({ maeMeanR }) => multipleText(maeMeanR)),
      figure('Best excursion, mean (MFE)', ({ mfeMeanR }) => multipleText(mfeMeanR)),
      detail('of it kept', ({ captureRatio }) => shareText(captureRatio)),
      figure('Held, hours', ({ holdingHoursMean }) => countText(holdingHoursMean)),
      figure('Five best, of net profit', ({ topFiveShare }) => shareText(topFiveShare)),
      figure('Stopped out by the broker', ({ stopOuts }) => countText(stopOuts)),
      figure('Entries denied', ({ deniedIntents }) => countText(deniedIntents)),
    ],
  ],
  [
    'Costs',
    [
      figure('Gross', ({ grossProfit }) => moneyText(grossProfit)),
      detail('Spread', ({ spreadCost }) => moneyText(spreadCost)),
      detail('Commission', ({ commissionCost }) => moneyText(commissionCost)),
      detail('Swap', ({ swapCost }) => moneyText(swapCost)),
      detail('Slippage', ({ slippageCost }) => moneyText(slippageCost)),
      figure('Net', ({ netProfit }) => moneyText(netProfit)),
      detail('with every ambiguous bar for us', ({ bestNetProfit }) => moneyText(bestNetProfit)),
      detail('ambiguous trades', ({ ambiguousTrades }) => countText(ambiguousTrades)),
      figure('Break-even cost multiple', ({ breakEvenCostMultiple }) => ratioText(breakEvenCostMultiple)),
    ],
  ],
];

/** The contract has losses as positive numbers; read as a return it is minus. */
const lossText = (loss: number | null): string => shareText(loss === null ? null : -loss);
