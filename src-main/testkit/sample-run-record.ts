import { runRecordSchema, type RunRecord } from '#shared/contract/backtest.ts';
import { runReportSchema, type RunMetrics, type RunReport } from '#shared/contract/run-report.ts';
import { sampleStartUtcMs } from './manual-clock.ts';
import { sampleRunTrade } from './sample-run-trade.ts';

const dayMs = 86_400_000;
const fromUtcMs = sampleStartUtcMs;
const toUtcMs = sampleStartUtcMs + 731 * dayMs;

/** What two years of B on gold might have come to: good, but a little too deep under water. */
export const sampleRunMetrics = (changes: Partial<RunMetrics> = {}): RunMetrics => ({
  ...{ netProfit: 4_321.5, netProfitRatio: 0.43215, cagr: 0.1966, timeInMarketRatio: 0.41, buyAndHoldRatio: 0.27 },
  ...{
    maxDrawdownRatio: 0.214,
    maxDrawdownMoney: 2_480.25,
    maxBalanceDrawdownRatio: 0.18,
    maxBalanceDrawdownMoney: 2_010,
  },
  ...{ longestUnderWaterDays: 143, ulcerIndex: 0.061, var95: 0.0112, cvar95: 0.0174, var99: 0.0231, cvar99: 0.0298 },
  ...{
    worstDayRatio: 0.034,
    worstWeekRatio: 0.051,
    worstMonthRatio: 0.072,
    peakMarginRatio: 0.38,
    peakOpenRiskRatio: 0.02,
  },
  ...{ sharpe: 1.24, sortino: 1.91, mar: 0.92, recoveryFactor: 1.74, profitFactor: 1.55 },
  ...{
    expectancyMoney: 33.76,
    expectancyR: 0.31,
    sqn: 2.4,
    trades: 128,
    tradesPerYear: 64,
    winRatio: 0.39,
    payoff: 2.4,
  },
  ...{ longestWinStreak: 5, longestLossStreak: 9, maeMeanR: -0.52, mfeMeanR: 1.61, captureRatio: 0.27 },
  ...{ holdingHoursMean: 55.4, topFiveShare: 0.61, ambiguousTrades: 3, bestNetProfit: 4_871.5, deniedIntents: 41 },
  ...{ deniedRatio: 0.24, stopOuts: 0, grossProfit: 5_410, spreadCost: -512.4, commissionCost: -128, swapCost: -371.1 },
  ...{ slippageCost: -77, breakEvenCostMultiple: 4.97 },
  ...changes,
});

const group = (key: string, trades: number, net: number) => ({ key, trades, winRatio: 0.4, net, meanR: net / 14_000 });

export const sampleRunReport = (changes: Partial<RunReport> = {}): RunReport =>
  runReportSchema.parse({
    startBalance: 10_000,
    endEquity: 14_321.5,
    cash: 0,
    fromUtcMs,
    toUtcMs,
    brokerDaysPerYear: 259,
    metrics: sampleRunMetrics(),
    targets: [
      { name: 'sharpe', value: 1.24, limit: 1, interval: [0.31, 2.12], passed: true },
      { name: 'mar', value: 0.92, limit: 0.5, interval: [0.11, 2.4], passed: true },
      { name: 'maxDrawdownRatio', value: 0.214, limit: 0.2, interval: [0.12, 0.33], passed: false },
    ],
    isSufficient: true,
    monthly: Array.from({ length: 24 }, (_, month) => ({
      month: `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`,
      ratio: month % 3 === 0 ? -0.0123 : 0.0312,
    })),
    daily: [{ day: '2024-03-04', ratio: 0 }],
    equityDrawdown: {
      ratio: 0.214,
      money: 2_480.25,
      startUtcMs: fromUtcMs,
      troughUtcMs: fromUtcMs + 40 * dayMs,
      recoveredUtcMs: null,
    },
    balanceDrawdown: {
      ratio: 0.18,
      money: 2_010,
      startUtcMs: fromUtcMs,
      troughUtcMs: fromUtcMs + 40 * dayMs,
      recoveredUtcMs: toUtcMs,
    },
    drawdowns: [],
    bySide: [group('buy', 80, 5_000), group('sell', 48, -678.5)],
    bySymbol: [group('XAUUSD', 128, 4_321.5)],
    byStrategy: [group('B', 128, 4_321.5)],
    byHour: [group('00', 20, -200), group('12', 108, 4_521.5)],
    byWeekday: [group('Mon', 128, 4_321.5)],
    bySession: [group('london', 108, 4_521.5), group('asia', 20, -200)],
    byRegime: [],
    byExit: [group('chandelier', 60, 8_000), group('stop', 68, -3_678.5)],
    deniedByCode: { SPREAD_TOO_WIDE: 30, OPEN_RISK_MAX: 11 },
    ...changes,
  });

/** A stored run of B on gold; named members can be changed. */
export const sampleRunRecord = (changes: Partial<Record<keyof RunRecord, unknown>> = {}): RunRecord =>
  runRecordSchema.parse({
    version: 1,
    runId: '20260105-101500-B-XAUUSD',
    finishedAtUtcMs: toUtcMs + dayMs,
    durationMs: 412,
    wish: { scenario: 'B', symbols: ['XAUUSD'], balance: 10_000, costs: {} },
    parameters: { B: { timeframe: 'H4', riskRatio: 0.01 } },
    terms: { account: { currency: 'USD' } },
    programVersion: '0.1.0',
    hashes: { code: 'c0de', data: 'da7a', parameters: 'ba5e', result: 'feed' },
    data: [
      {
        symbol: 'XAUUSD',
        fromUtcMs,
        toUtcMs,
        pieces: [{ timeframe: 'M1', source: 'broker', fromUtcMs, toUtcMs, bars: 701_234 }],
        holes: [],
        storedSpreadRatio: 0.83,
        instrumentSource: 'terminal',
        hash: 'da7a',
      },
    ],
    notes: [],
    switches: [],
    report: sampleRunReport(),
    withoutDelay: null,
    shadow: {},
    trades: [sampleRunTrade()],
    curve: { timeUtcMs: [fromUtcMs, toUtcMs], equity: [10_000, 14_321.5], balance: [10_000, 14_321.5] },
    ...changes,
  });
