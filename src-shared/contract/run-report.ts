import { z } from 'zod';

/** null: not defined (no trades, no losing day, too short a run), never zero in its stead. */
const figure = z.number().nullable();

/** Ratios are shares (0.2 is 20 %), money is in account currency, drawdowns and losses are positive numbers. */
export const runMetricsSchema = z
  .object({
    // returns
    netProfit: z.number(),
    /** Return of the whole run, time-weighted: deposits and withdrawals are no part of it. */
    netProfitRatio: figure,
    /** The same a year; null below 30 days, which a power of twelve and more would only blow up. */
    cagr: figure,
    timeInMarketRatio: figure,
    /** Of the first symbol, in its own currency, from the first to the last bar of the run. */
    buyAndHoldRatio: figure,
    // risk: drawdowns by every fill bar and booking, all else by broker days
    maxDrawdownRatio: figure,
    maxDrawdownMoney: figure,
    maxBalanceDrawdownRatio: figure,
    maxBalanceDrawdownMoney: figure,
    longestUnderWaterDays: figure,
    ulcerIndex: figure,
    /** Losses of a day as shares, positive; negative where even such a day gained. So are the worst day, week and month. */
    var95: figure,
    cvar95: figure,
    var99: figure,
    cvar99: figure,
    worstDayRatio: figure,
    worstWeekRatio: figure,
    worstMonthRatio: figure,
    peakMarginRatio: figure,
    peakOpenRiskRatio: figure,
    // ratios
    sharpe: figure,
    sortino: figure,
    mar: figure,
    recoveryFactor: figure,
    profitFactor: figure,
    expectancyMoney: figure,
    expectancyR: figure,
    sqn: figure,
    // trades
    trades: z.number().int().nonnegative(),
    tradesPerYear: figure,
    winRatio: figure,
    payoff: figure,
    longestWinStreak: z.number().int().nonnegative(),
    longestLossStreak: z.number().int().nonnegative(),
    maeMeanR: figure,
    mfeMeanR: figure,
    /** Of the best open excursions together, the share that was kept. */
    captureRatio: figure,
    holdingHoursMean: figure,
    /** The five best trades' part of the net profit; above 1: without them the run lost. */
    topFiveShare: figure,
    ambiguousTrades: z.number().int().nonnegative(),
    /** Net profit where every ambiguous trade is taken at its target instead. */
    bestNetProfit: z.number(),
    deniedIntents: z.number().int().nonnegative(),
    deniedRatio: figure,
    stopOuts: z.number().int().nonnegative(),
    // costs, zero or negative, and what is left
    grossProfit: z.number(),
    spreadCost: z.number(),
    commissionCost: z.number(),
    swapCost: z.number(),
    slippageCost: z.number(),
    /** The costs, so many times over, would have eaten the profit, at the same volumes. */
    breakEvenCostMultiple: figure,
  })
  .readonly();

export type RunMetrics = z.infer<typeof runMetricsSchema>;

export const runGroupSchema = z
  .object({
    key: z.string(),
    trades: z.number().int(),
    winRatio: figure,
    net: z.number(),
    meanR: figure,
  })
  .readonly();

export const runTargetSchema = z
  .object({
    name: z.enum(['sharpe', 'mar', 'maxDrawdownRatio']),
    value: figure,
    /** What it must be above, of the drawdown below. */
    limit: z.number(),
    /** Of the value, 90 %; null where too little is known. */
    interval: z.tuple([z.number(), z.number()]).readonly().nullable(),
    passed: z.boolean(),
  })
  .readonly();

export const drawdownSchema = z
  .object({
    ratio: z.number(),
    money: z.number(),
    startUtcMs: z.number(),
    troughUtcMs: z.number(),
    /** null: not recovered by the end. */
    recoveredUtcMs: z.number().nullable(),
  })
  .readonly();

/** What a run came to. */
export const runReportSchema = z
  .object({
    startBalance: z.number(),
    /** Without credit. */
    endEquity: z.number(),
    /** Deposits less withdrawals during the run. */
    cash: z.number(),
    fromUtcMs: z.number(),
    toUtcMs: z.number(),
    /** What a day's figures are brought to a year by. */
    brokerDaysPerYear: z.number(),
    metrics: runMetricsSchema,
    targets: z.array(runTargetSchema).readonly(),
    /** Fewer than 100 trades say little. */
    isSufficient: z.boolean(),
    /** Returns by month of the broker's clock, such as '2024-03'. */
    monthly: z.array(z.object({ month: z.string(), ratio: z.number() }).readonly()).readonly(),
    /** Return of each broker day with a market, flat ones included: what Sharpe is made of. */
    daily: z.array(z.object({ day: z.string(), ratio: z.number() }).readonly()).readonly(),
    /** The deepest fall by every fill bar (equity) and every booking (balance); null where nothing fell. */
    equityDrawdown: drawdownSchema.nullable(),
    balanceDrawdown: drawdownSchema.nullable(),
    /** The deepest falls between closes of broker days, time-weighted, deepest first; stamped with the midnights that began the days. */
    drawdowns: z.array(drawdownSchema).readonly(),
    bySide: z.array(runGroupSchema).readonly(),
    bySymbol: z.array(runGroupSchema).readonly(),
    byStrategy: z.array(runGroupSchema).readonly(),
    /** Hours and weekdays of the broker's clock, by the opening; only those with trades. */
    byHour: z.array(runGroupSchema).readonly(),
    byWeekday: z.array(runGroupSchema).readonly(),
    bySession: z.array(runGroupSchema).readonly(),
    /** By the market's state at the decision; empty where it was not asked. */
    byRegime: z.array(runGroupSchema).readonly(),
    byExit: z.array(runGroupSchema).readonly(),
    deniedByCode: z.record(z.string(), z.number().int()).readonly(),
  })
  .readonly();

export type RunReport = z.infer<typeof runReportSchema>;
export type RunGroup = z.infer<typeof runGroupSchema>;
export type RunTarget = z.infer<typeof runTargetSchema>;
export type Drawdown = z.infer<typeof drawdownSchema>;
