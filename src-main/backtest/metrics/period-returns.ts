import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { DayReturns } from './day-returns.ts';

export interface PeriodReturn {
  /** The date that began the period by the broker's clock, as '2024-03-11'. */
  readonly period: string;
  readonly ratio: number;
}

const dayMs = 86_400_000;
/** 1970-01-05, the first Monday of the epoch. */
const firstMondayMs = 4 * dayMs;

export const byDay = (brokerMs: number): number => brokerMs;

export const byWeek = (brokerMs: number): number => brokerMs - ((brokerMs - firstMondayMs) % (7 * dayMs));

export function byMonth(brokerMs: number): number {
  const date = new Date(brokerMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** Days compounded to periods of the broker's calendar; those without a market are left out. */
export function periodReturns(
  { startUtcMs, ratio }: DayReturns,
  clock: BrokerClock,
  periodOf: (brokerMs: number) => number,
): readonly PeriodReturn[] {
  const periods: { startMs: number; grown: number }[] = [];
  for (const [index, day] of startUtcMs.entries()) {
    const startMs = periodOf(clock.toBroker(utcMs(day)));
    const last = periods.at(-1);
    const grown = 1 + (ratio[index] ?? 0);
    if (last?.startMs === startMs) last.grown *= grown;
    else periods.push({ startMs, grown });
  }
  return periods.map(({ startMs, grown }) => ({
    period: new Date(startMs).toISOString().slice(0, 10),
    ratio: grown - 1,
  }));
}

/** The loss of the worst one as a positive share; negative where even that one gained, null of none. */
export function worstLoss(periods: readonly PeriodReturn[]): number | null {
  let worst = Infinity;
  for (const { ratio } of periods) worst = Math.min(worst, ratio);
  return periods.length === 0 ? null : 0 - worst;
}
