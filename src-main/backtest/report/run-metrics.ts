import type { RunTrade } from '#shared/contract/backtest.ts';
import type { Drawdown, RunMetrics } from '#shared/contract/run-report.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { ambiguityBand } from '../metrics/ambiguity-band.ts';
import { cagr } from '../metrics/cagr.ts';
import { compounded } from '../metrics/compounded.ts';
import { costWaterfall } from '../metrics/cost-waterfall.ts';
import type { DayReturns } from '../metrics/day-returns.ts';
import { definedOrNull, ratioOrNull } from '../metrics/defined-ratio.ts';
import { captureRatio, meanExcursions } from '../metrics/excursions.ts';
import { expectancyMoney, expectancyR } from '../metrics/expectancy.ts';
import { holdingHoursMean } from '../metrics/holding-time.ts';
import { mar } from '../metrics/mar.ts';
import { sum } from '../metrics/moments.ts';
import { payoff } from '../metrics/payoff.ts';
import { byDay, byMonth, byWeek, periodReturns, worstLoss } from '../metrics/period-returns.ts';
import { profitFactor } from '../metrics/profit-factor.ts';
import { sharpe } from '../metrics/sharpe.ts';
import { sortino } from '../metrics/sortino.ts';
import { sqn } from '../metrics/sqn.ts';
import { longestStreaks } from '../metrics/streaks.ts';
import { tailRisk } from '../metrics/tail-risk.ts';
import { topFiveShare } from '../metrics/top-five-share.ts';
import { ulcerIndex } from '../metrics/ulcer-index.ts';
import { longestUnderWaterDays } from '../metrics/under-water.ts';
import { winRatio } from '../metrics/win-ratio.ts';
import type { RunOutput } from '../run-output.ts';

/** What the figures are made of besides the output itself. */
export interface MetricTerms {
  readonly returns: DayReturns;
  /** By closes of broker days. */
  readonly falls: readonly Drawdown[];
  readonly clock: BrokerClock;
  readonly toUtcMs: number;
  readonly years: number;
  readonly daysPerYear: number;
  readonly buyAndHoldRatio: number | null;
}

/** The single figures of a run: each is null where it is not defined. */
export function runMetrics(output: RunOutput, terms: MetricTerms): RunMetrics {
  const { returns, years, daysPerYear } = terms;
  const totalReturn = compounded(returns.ratio);
  const perYear = cagr(totalReturn, years);
  const risk = riskOf(output, terms);
  const netProfit = sum(output.trades.map(({ net }) => net));
  return {
    netProfit,
    netProfitRatio: definedOrNull(totalReturn),
    cagr: perYear,
    timeInMarketRatio: ratioOrNull(output.inMarketMs, output.spanMs),
    buyAndHoldRatio: terms.buyAndHoldRatio,
    ...risk,
    sharpe: sharpe(returns.ratio, daysPerYear),
    sortino: sortino(returns.ratio, daysPerYear),
    mar: mar(perYear, risk.maxDrawdownRatio),
    recoveryFactor: risk.maxDrawdownMoney === null ? null : ratioOrNull(netProfit, risk.maxDrawdownMoney),
    ...tradesOf(output.trades),
    tradesPerYear: ratioOrNull(output.trades.length, years),
    ...deniedOf(output),
    stopOuts: output.stopOuts,
  };
}

/** A drawdown of no trade is no achievement: it is not known. */
function riskOf(output: RunOutput, { returns, falls, clock, toUtcMs }: MetricTerms) {
  const { equityDrawdown, balanceDrawdown } = output;
  const hasTraded = output.trades.length > 0;
  const ascending = returns.ratio.toSorted((a, b) => a - b);
  const tail95 = tailRisk(ascending, 0.95);
  const tail99 = tailRisk(ascending, 0.99);
  return {
    maxDrawdownRatio: hasTraded ? Math.min(1, equityDrawdown.ratio) : null,
    maxDrawdownMoney: hasTraded ? equityDrawdown.money : null,
    maxBalanceDrawdownRatio: hasTraded ? Math.min(1, balanceDrawdown.ratio) : null,
    maxBalanceDrawdownMoney: hasTraded ? balanceDrawdown.money : null,
    longestUnderWaterDays: hasTraded ? longestUnderWaterDays(falls, toUtcMs) : null,
    ulcerIndex: hasTraded ? ulcerIndex(returns.ratio) : null,
    var95: tail95?.valueAtRisk ?? null,
    cvar95: tail95?.conditionalValueAtRisk ?? null,
    var99: tail99?.valueAtRisk ?? null,
    cvar99: tail99?.conditionalValueAtRisk ?? null,
    worstDayRatio: worstLoss(periodReturns(returns, clock, byDay)),
    worstWeekRatio: worstLoss(periodReturns(returns, clock, byWeek)),
    worstMonthRatio: worstLoss(periodReturns(returns, clock, byMonth)),
    peakMarginRatio: hasTraded ? definedOrNull(output.peakMarginRatio) : null,
    peakOpenRiskRatio: hasTraded ? definedOrNull(output.peakOpenRiskRatio) : null,
  };
}

function tradesOf(trades: readonly RunTrade[]) {
  const streaks = longestStreaks(trades);
  const excursions = meanExcursions(trades);
  const costs = costWaterfall(trades);
  const band = ambiguityBand(trades);
  return {
    trades: trades.length,
    profitFactor: profitFactor(trades),
    expectancyMoney: expectancyMoney(trades),
    expectancyR: expectancyR(trades),
    sqn: sqn(trades),
    winRatio: winRatio(trades),
    payoff: payoff(trades),
    longestWinStreak: streaks.wins,
    longestLossStreak: streaks.losses,
    maeMeanR: excursions.maeR,
    mfeMeanR: excursions.mfeR,
    captureRatio: captureRatio(trades),
    holdingHoursMean: holdingHoursMean(trades),
    topFiveShare: topFiveShare(trades),
    ambiguousTrades: band.trades,
    bestNetProfit: band.bestNet,
    grossProfit: costs.gross,
    spreadCost: costs.spread,
    commissionCost: costs.commission,
    swapCost: costs.swap,
    slippageCost: costs.slippage,
    breakEvenCostMultiple: costs.breakEvenCostMultiple,
  };
}

/** What the scenario in waiting asked for is its shadow, and no entry that a limit stood in the way of. */
function deniedOf({ intents, deniedByCode }: RunOutput) {
  const { SCENARIO_INACTIVE: inactive = 0 } = deniedByCode;
  const denied = sum(Object.values(deniedByCode)) - inactive;
  return { deniedIntents: denied, deniedRatio: ratioOrNull(denied, intents - inactive) };
}
