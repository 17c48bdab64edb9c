import type { RunOutput } from '../run-output.ts';

/** What each broker day with a market brought, in order. */
export interface DayReturns {
  /** The broker's midnight that began the day. */
  readonly startUtcMs: readonly number[];
  /** 0.01 is a gain of 1 %. Never below −1. */
  readonly ratio: readonly number[];
}

/**
 * Returns of broker days, time-weighted: what is deposited on a day is there from its beginning, what is withdrawn until its end, so that
 * no flow of cash makes a return (the GIPS Standards let daily flows be placed either way). More than everything cannot be lost, and
 * nothing is earned on nothing: a ruined account stands at −1 for its day and at 0 from there on.
 */
export function dayReturns({ startUtcMs, equity, cash }: RunOutput['days'], startEquity: number): DayReturns {
  const ratio: number[] = [];
  let before = startEquity;
  for (const [index, after] of equity.entries()) {
    const flow = cash[index] ?? 0;
    const base = before + Math.max(0, flow);
    const end = after - Math.min(0, flow);
    ratio.push(base > 0 ? Math.max(-1, end / base - 1) : 0);
    before = after;
  }
  return { startUtcMs: [...startUtcMs], ratio };
}
