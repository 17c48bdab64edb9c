import type { RunTrade } from '#shared/contract/backtest.ts';
import type { Drawdown, RunReport } from '#shared/contract/run-report.ts';
import type { Regime } from '#shared/market/regime.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { brokerDaysPerYear } from '../metrics/broker-days-per-year.ts';
import { yearsBetween } from '../metrics/cagr.ts';
import { dayReturns } from '../metrics/day-returns.ts';
import { drawdowns } from '../metrics/drawdowns.ts';
import { byDay, byMonth, periodReturns } from '../metrics/period-returns.ts';
import { sum } from '../metrics/moments.ts';
import type { DeepestFall, RunOutput } from '../run-output.ts';
import { runMetrics } from './run-metrics.ts';
import { targets } from './targets.ts';
import { tradeGroups } from './trade-groups.ts';

export interface ReportTerms {
  /** Equity without credit at the beginning. */
  readonly startBalance: number;
  readonly fromUtcMs: UtcMs;
  readonly toUtcMs: UtcMs;
  /** Days, months, hours and weekdays are its. */
  readonly clock: BrokerClock;
  readonly buyAndHoldRatio: number | null;
  /** Of the resampled histories behind the intervals. */
  readonly seed: number;
  /** The market's state that a trade was decided in; left out: nothing is told by regime. */
  readonly regimeOf?: (trade: RunTrade) => Regime | null;
}

/** So few trades say little. */
const enoughTrades = 100;

/** The falls that a report lists. */
const drawdownsMax = 10;

/** What a run came to, in every figure that it can be judged by. Pure: the same output gives the same report. */
export function buildReport(output: RunOutput, terms: ReportTerms): RunReport {
  const { startBalance, fromUtcMs, toUtcMs, clock } = terms;
  const { trades, days } = output;
  const returns = dayReturns(days, startBalance);
  const falls = drawdowns(returns, days, { equity: startBalance, atUtcMs: fromUtcMs });
  const deepestFirst = falls.toSorted((a, b) => b.ratio - a.ratio);
  const daysPerYear = brokerDaysPerYear(returns.startUtcMs);
  const years = yearsBetween(terms);
  const metrics = runMetrics(output, { ...terms, returns, falls, daysPerYear, years });
  const daily = periodReturns(returns, clock, byDay);
  return {
    startBalance,
    endEquity: days.equity.at(-1) ?? startBalance,
    cash: sum([...days.cash]),
    fromUtcMs,
    toUtcMs,
    brokerDaysPerYear: daysPerYear,
    metrics,
    targets: targets(metrics, {
      ...{ daily: returns.ratio, dailyDrawdownRatio: deepestFirst[0]?.ratio ?? 0 },
      ...{ daysPerYear, years, seed: terms.seed },
    }),
    isSufficient: trades.length >= enoughTrades,
    monthly: periodReturns(returns, clock, byMonth).map(({ period, ratio }) => ({ month: period.slice(0, 7), ratio })),
    daily: daily.map(({ period, ratio }) => ({ day: period, ratio })),
    equityDrawdown: drawdownOf(output.equityDrawdown),
    balanceDrawdown: drawdownOf(output.balanceDrawdown),
    drawdowns: deepestFirst.slice(0, drawdownsMax),
    ...tradeGroups(trades, { clock, regimeOf: terms.regimeOf ?? (() => null) }),
    deniedByCode: output.deniedByCode,
  };
}

/** More than everything is not lost in ratio, whatever the broker still claims. */
const drawdownOf = (fall: DeepestFall): Drawdown | null =>
  fall.ratio > 0 ? { ...fall, ratio: Math.min(1, fall.ratio) } : null;
