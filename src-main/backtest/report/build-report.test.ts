import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunTrade } from '#shared/contract/backtest.ts';
import { runReportSchema, type RunMetrics } from '#shared/contract/run-report.ts';
import { sampleRunTrade } from '#main/testkit/sample-run-trade.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';
import type { RunOutput } from '../run-output.ts';
import { buildReport } from './build-report.ts';
import { clock, daysOf, from, midnights, outputOf, to } from './sample-output.suite.ts';

const reportOf = (output: RunOutput, startBalance = 10_000) =>
  buildReport(output, {
    ...{ startBalance, fromUtcMs: from, toUtcMs: to(output.days.equity.length), clock },
    ...{ buyAndHoldRatio: 0.1, seed: 1 },
  });

const hourMs = 3_600_000;

/** Days of chance that gain a little on average. */
const next = seededRandom(5);
let grown = 10_000;
const hundredDays = daysOf(Array.from({ length: 100 }, () => (grown *= 1 + 0.01 * (next() + next() + next() - 1.35))));

test('a run of nothing says what it does not know, and fails every target', () => {
  const still = { ratio: 0, money: 0, startUtcMs: 0, troughUtcMs: 0, recoveredUtcMs: null };
  const output = outputOf(daysOf(Array<number>(80).fill(10_000)), [], {
    ...{ equityDrawdown: still, balanceDrawdown: still, inMarketMs: 0 },
  });
  const report = reportOf(output);
  const known = Object.entries(report.metrics).filter(([, value]) => value !== null);
  expect(Object.fromEntries(known)).toEqual({
    ...{ netProfit: 0, netProfitRatio: 0, cagr: 0, timeInMarketRatio: 0, buyAndHoldRatio: 0.1 },
    ...{ var95: 0, cvar95: 0, worstDayRatio: 0, worstWeekRatio: 0, worstMonthRatio: 0 },
    ...{ trades: 0, tradesPerYear: 0, longestWinStreak: 0, longestLossStreak: 0, deniedIntents: 0, stopOuts: 0 },
    ...{ ambiguousTrades: 0, bestNetProfit: 0 },
    ...{ grossProfit: 0, spreadCost: 0, commissionCost: 0, swapCost: 0, slippageCost: 0 },
  });
  expect(report.targets.map(({ value, interval, passed }) => ({ value, interval, passed }))).toEqual(
    Array<unknown>(3).fill({ value: null, interval: null, passed: false }),
  );
  expect(report).toMatchObject({ isSufficient: false, equityDrawdown: null, drawdowns: [], bySide: [] });
});

test('a run that ended before its first day closed still has a report', () => {
  const report = reportOf(outputOf(daysOf([]), []));
  expect(report).toMatchObject({ endEquity: 10_000, cash: 0, monthly: [], daily: [] });
  expect(runReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
});

test('targets hold a value against its limit, with the 90 % of resampled histories about it', () => {
  const report = reportOf(outputOf(hundredDays, Array<RunTrade>(100).fill(sampleRunTrade())));
  const [sharpe, mar, drawdown] = report.targets;
  expect(report.isSufficient).toBe(true);
  expect(sharpe).toMatchObject({ name: 'sharpe', limit: 1, passed: true });
  expect(mar).toMatchObject({ name: 'mar', limit: 0.5, passed: true });
  expect(drawdown).toMatchObject({ name: 'maxDrawdownRatio', value: 0.1, limit: 0.2, passed: true });
  for (const { value, interval } of report.targets) {
    expect(interval?.[0]).toBeLessThanOrEqual(value ?? NaN);
    expect(interval?.[1]).toBeGreaterThanOrEqual(value ?? NaN);
  }
});

test('a drawdown of 20 % is not below 20 %', () => {
  const fall = { ratio: 0.2, money: 2_000, startUtcMs: 1, troughUtcMs: 2, recoveredUtcMs: null };
  const { targets } = reportOf(outputOf(hundredDays, [sampleRunTrade()], { equityDrawdown: fall }));
  expect(targets[2]).toMatchObject({ value: 0.2, passed: false });
});

test('below sixty days no interval is told', () => {
  const { targets } = reportOf(outputOf(daysOf([10_100, 10_050, 10_200]), [sampleRunTrade()]));
  expect(targets.map(({ interval }) => interval)).toEqual([null, null, null]);
});

test('trades are told apart by side, symbol, strategy, hour, weekday, session, market and exit', () => {
  const monday = midnights(1)[0] ?? from;
  const trades = [
    sampleRunTrade({ openedAtUtcMs: monday + 2 * hourMs, net: 100, rMultiple: 1 }),
    sampleRunTrade({ openedAtUtcMs: monday + 2.5 * hourMs, net: -50, rMultiple: -0.5, exitReason: 'stop' }),
    sampleRunTrade({
      openedAtUtcMs: monday + 40 * hourMs,
      side: 'sell',
      symbol: 'EURUSD',
      strategy: 'A',
      net: 30,
      rMultiple: 0.3,
    }),
  ];
  const report = buildReport(outputOf(hundredDays, trades), {
    ...{ startBalance: 10_000, fromUtcMs: from, toUtcMs: to(100), clock, buyAndHoldRatio: null, seed: 1 },
    regimeOf: ({ side }) => (side === 'buy' ? 'trendUp' : null),
  });
  const first = { trades: 2, winRatio: 0.5, net: 50, meanR: 0.25 };
  const second = { trades: 1, winRatio: 1, net: 30, meanR: 0.3 };
  expect(report).toMatchObject({
    bySide: [
      { key: 'buy', ...first },
      { key: 'sell', ...second },
    ],
    bySymbol: [
      { key: 'EURUSD', ...second },
      { key: 'XAUUSD', ...first },
    ],
    byStrategy: [
      { key: 'A', ...second },
      { key: 'B', ...first },
    ],
    byHour: [
      { key: '02', ...first },
      { key: '16', ...second },
    ],
    byWeekday: [
      { key: 'Mon', ...first },
      { key: 'Tue', ...second },
    ],
    bySession: [
      { key: 'asia', ...first },
      { key: 'overlap', ...second },
    ],
    byRegime: [{ key: 'trendUp', ...first }],
  });
  expect(report.byExit.map(({ key }) => key)).toEqual(['chandelier', 'stop']);
});

test('denied intents are counted by code and held against all that were asked for', () => {
  const deniedByCode = { SPREAD_TOO_WIDE: 3, NEWS_BLACKOUT: 1 };
  const { metrics, ...report } = reportOf(outputOf(hundredDays, [sampleRunTrade()], { intents: 5, deniedByCode }));
  expect(metrics).toMatchObject({ deniedIntents: 4, deniedRatio: 0.8 });
  expect(report.deniedByCode).toEqual(deniedByCode);
});

test('what the scenario in waiting asked for is told by its code, and is no denied intent', () => {
  const deniedByCode = { SCENARIO_INACTIVE: 40, SPREAD_TOO_WIDE: 1 };
  const { metrics, ...report } = reportOf(outputOf(hundredDays, [sampleRunTrade()], { intents: 42, deniedByCode }));
  expect(metrics).toMatchObject({ deniedIntents: 1, deniedRatio: 0.5 });
  expect(report.deniedByCode).toEqual(deniedByCode);
});

test('ambiguous trades make a band between their stops and their targets', () => {
  const trades = [
    sampleRunTrade({ net: -100, bestNet: 150, isAmbiguous: true }),
    sampleRunTrade({ net: 80, bestNet: 80 }),
  ];
  expect(reportOf(outputOf(hundredDays, trades)).metrics).toMatchObject({
    ...{ netProfit: -20, bestNetProfit: 230, ambiguousTrades: 1 },
  });
});

const moneyKeys = [
  ...(['netProfit', 'maxDrawdownMoney', 'maxBalanceDrawdownMoney', 'expectancyMoney', 'bestNetProfit'] as const),
  ...(['grossProfit', 'spreadCost', 'commissionCost', 'swapCost', 'slippageCost'] as const),
] satisfies (keyof RunMetrics)[];

const cents = (min: number, max: number) => fc.integer({ min, max }).map((count) => count / 100);
const cost = cents(-2_000, 0);
const anyTrade = fc
  .record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    ...{
      gross: cents(-50_000, 90_000),
      riskMoney: cents(1_000, 20_000),
    },
    ...{ spread: cost, commission: cost, swap: cost, slippage: cost, isAmbiguous: fc.boolean() },
    openedAfterHours: fc.integer({ min: 0, max: 3_000 }),
  })
  .map(({ openedAfterHours, ...trade }) => {
    const net = trade.gross + trade.spread + trade.commission + trade.swap + trade.slippage;
    const openedAtUtcMs = from + openedAfterHours * hourMs;
    return sampleRunTrade({ ...trade, net, bestNet: net + 50, rMultiple: net / trade.riskMoney, openedAtUtcMs });
  });
const anyRun = fc
  .record({
    trades: fc.array(anyTrade, { maxLength: 30 }),
    ratios: fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 1, maxLength: 90 }),
  })
  .map(({ trades, ratios }) => {
    let equity = 10_000;
    return outputOf(daysOf(ratios.map((ratio) => (equity *= 1 + ratio))), trades);
  });

test('money counted in another unit changes no ratio', () => {
  // A power of two scales floating-point numbers without rounding.
  const scale = 128;
  const scaledTrade = (trade: RunTrade): RunTrade => ({
    ...trade,
    ...{ gross: trade.gross * scale, spread: trade.spread * scale, commission: trade.commission * scale },
    ...{ swap: trade.swap * scale, slippage: trade.slippage * scale, net: trade.net * scale },
    ...{ bestNet: trade.bestNet * scale, riskMoney: trade.riskMoney * scale },
  });
  fc.assert(
    fc.property(anyRun, (run) => {
      const larger: RunOutput = {
        ...run,
        trades: run.trades.map(scaledTrade),
        days: { ...run.days, equity: run.days.equity.map((equity) => equity * scale) },
        equityDrawdown: { ...run.equityDrawdown, money: run.equityDrawdown.money * scale },
        balanceDrawdown: { ...run.balanceDrawdown, money: run.balanceDrawdown.money * scale },
      };
      const { metrics } = reportOf(run);
      const wanted = { ...metrics };
      for (const key of moneyKeys) if (wanted[key] !== null) Object.assign(wanted, { [key]: wanted[key] * scale });
      expect(reportOf(larger, 10_000 * scale).metrics).toEqual(wanted);
    }),
    { numRuns: 40 },
  );
});

test('the order of trades changes streaks alone', () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      const { longestWinStreak, longestLossStreak, ...metrics } = reportOf(run).metrics;
      const ordered = reportOf({ ...run, trades: run.trades.toSorted((a, b) => a.net - b.net) }).metrics;
      expect(ordered.longestWinStreak).toBeGreaterThanOrEqual(longestWinStreak);
      expect(ordered.longestLossStreak).toBeGreaterThanOrEqual(longestLossStreak);
      for (const key of Object.keys(metrics) as (keyof typeof metrics)[]) {
        const value = metrics[key];
        expect(ordered, key).toHaveProperty(key, value === null ? null : expect.closeTo(value, 6));
      }
    }),
    { numRuns: 40 },
  );
});

test('costs add up from gross to net, and a report survives JSON without NaN or Infinity', () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      const report = reportOf(run);
      const { grossProfit, spreadCost, commissionCost, swapCost, slippageCost, netProfit } = report.metrics;
      expect(grossProfit + spreadCost + commissionCost + swapCost + slippageCost).toBeCloseTo(netProfit, 6);
      expect(runReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    }),
    { numRuns: 40 },
  );
});
