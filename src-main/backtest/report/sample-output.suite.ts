import type { RunTrade } from '#shared/contract/backtest.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { RunOutput } from '../run-output.ts';

export const clock = brokerClock('ny+7');

const dayMs = 86_400_000;

/** The broker's midnights of weekdays from Monday, 1 January 2024 on. */
export function midnights(count: number): readonly UtcMs[] {
  const days: UtcMs[] = [];
  for (let brokerMs = Date.UTC(2024, 0, 1); days.length < count; brokerMs += dayMs) {
    const weekday = new Date(brokerMs).getUTCDay();
    if (weekday !== 0 && weekday !== 6) days.push(clock.toUtc(brokerMs));
  }
  return days;
}

/** Days that closed with these equities, after these deposits and withdrawals. */
export const daysOf = (
  equity: readonly number[],
  cash: readonly number[] = equity.map(() => 0),
): RunOutput['days'] => ({
  startUtcMs: Float64Array.from(midnights(equity.length)),
  equity: Float64Array.from(equity),
  cash: Float64Array.from(cash),
});

/** An output of such days and trades in which nothing else was remarkable. */
export function outputOf(
  days: RunOutput['days'],
  trades: readonly RunTrade[],
  changes: Partial<RunOutput> = {},
): RunOutput {
  const fall = { ratio: 0.1, money: 250, startUtcMs: 1, troughUtcMs: 2, recoveredUtcMs: null };
  return {
    trades,
    curve: { timeUtcMs: days.startUtcMs, equity: days.equity, balance: days.equity },
    days,
    equityDrawdown: fall,
    balanceDrawdown: { ...fall, ratio: 0.08, money: 200 },
    peakMarginRatio: 0.3,
    peakOpenRiskRatio: 0.02,
    inMarketMs: 30,
    spanMs: 120,
    intents: trades.length,
    deniedByCode: {},
    stopOuts: 0,
    switches: [],
    ...changes,
  };
}

export const from = utcMs(Date.UTC(2024, 0, 1));
export const to = (days: number): UtcMs => utcMs((midnights(days).at(-1) ?? from) + dayMs);
