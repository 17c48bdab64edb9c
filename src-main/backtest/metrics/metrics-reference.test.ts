import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { RunTrade } from '#shared/contract/backtest.ts';
import { sampleRunTrade } from '#main/testkit/sample-run-trade.ts';
import { cagr } from './cagr.ts';
import { compounded } from './compounded.ts';
import { drawdowns } from './drawdowns.ts';
import { expectancyMoney, expectancyR } from './expectancy.ts';
import { mar } from './mar.ts';
import { payoff } from './payoff.ts';
import { profitFactor } from './profit-factor.ts';
import { sharpe } from './sharpe.ts';
import { sortino } from './sortino.ts';
import { sqn } from './sqn.ts';
import { longestStreaks } from './streaks.ts';
import { tailRisk } from './tail-risk.ts';
import { topFiveShare } from './top-five-share.ts';
import { ulcerIndex } from './ulcer-index.ts';
import { winRatio } from './win-ratio.ts';

const figures = z.record(z.string(), z.number());

/** Written by metrics_reference.py, which shares no code with what is tested. */
const reference = z
  .object({
    ...{ daysPerYear: z.number(), years: z.number(), daily: z.array(z.number()), ofDays: figures },
    ...{ net: z.array(z.number()), risk: z.array(z.number()), ofTrades: figures },
  })
  .parse(JSON.parse(readFileSync(new URL('reference/metrics-reference.json', import.meta.url), 'utf8')));

test('what days come to equals what NumPy makes of them', () => {
  const { daily, daysPerYear, years } = reference;
  const ascending = daily.toSorted((a, b) => a - b);
  const equity = daily.map((_, day) => 1 + compounded(daily.slice(0, day + 1)));
  const falls = drawdowns(
    { startUtcMs: daily.map((_, day) => day), ratio: daily },
    { startUtcMs: new Float64Array(), equity: Float64Array.from(equity), cash: new Float64Array(daily.length) },
    { equity: 1, atUtcMs: -1 },
  );
  const maxDrawdownRatio = Math.max(...falls.map(({ ratio }) => ratio));
  const perYear = cagr(compounded(daily), years);
  expectFigures(reference.ofDays, {
    totalReturn: compounded(daily),
    cagr: perYear,
    sharpe: sharpe(daily, daysPerYear),
    sortino: sortino(daily, daysPerYear),
    maxDrawdownRatio,
    mar: mar(perYear, maxDrawdownRatio),
    ulcerIndex: ulcerIndex(daily),
    var95: tailRisk(ascending, 0.95)?.valueAtRisk,
    cvar95: tailRisk(ascending, 0.95)?.conditionalValueAtRisk,
    var99: tailRisk(ascending, 0.99)?.valueAtRisk,
    cvar99: tailRisk(ascending, 0.99)?.conditionalValueAtRisk,
  });
});

test('what trades come to equals what NumPy makes of them', () => {
  const trades = reference.net.map((net, index): RunTrade => {
    const riskMoney = reference.risk[index] ?? NaN;
    return sampleRunTrade({ net, riskMoney, rMultiple: net / riskMoney });
  });
  expectFigures(reference.ofTrades, {
    profitFactor: profitFactor(trades),
    payoff: payoff(trades),
    winRatio: winRatio(trades),
    expectancyMoney: expectancyMoney(trades),
    expectancyR: expectancyR(trades),
    sqn: sqn(trades),
    longestWinStreak: longestStreaks(trades).wins,
    longestLossStreak: longestStreaks(trades).losses,
    topFiveShare: topFiveShare(trades),
  });
});

/** To 1e-10 of each: sums are added in another order. */
function expectFigures(
  expected: Readonly<Record<string, number>>,
  actual: Readonly<Record<string, number | null | undefined>>,
): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  const wrong = Object.entries(expected).filter(
    ([name, value]) => !(Math.abs((actual[name] ?? NaN) - value) <= 1e-10 * Math.abs(value)),
  );
  expect(wrong.map(([name, value]) => ({ name, expected: value, actual: actual[name] }))).toEqual([]);
}
