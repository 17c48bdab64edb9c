import { bookCash, passMidnight } from './run-day.ts';
import { playRow } from './play-row.ts';
import type { MarketState, RunState } from './run-state.ts';
import { isActive, standAt } from './see-row.ts';

/**
 * Plays everything that comes before a decision at a moment: rows that close at or before `rowsUntil` of markets in which something is open or due,
 * by closing time, then by market; between them midnights and cash at or before `datesUntil`, after the rows that close with them.
 */
export function playRows(run: RunState, rowsUntil: number, datesUntil: number): void {
  for (;;) {
    const date = nextDateOf(run);
    const until = Math.min(rowsUntil, date);
    let market = nextMarket(run, until);
    while (market !== null) {
      playRow(run, market);
      market = nextMarket(run, until);
    }
    if (date > datesUntil) return;
    if (date === run.day.endUtcMs) passMidnight(run);
    else bookCash(run);
  }
}

/** The next midnight or cash. */
export const nextDateOf = ({ day, input, cashIndex }: RunState): number =>
  Math.min(day.endUtcMs, input.cash[cashIndex]?.atUtcMs ?? Infinity);

/** The active market whose next row closes first, at or before a moment. */
function nextMarket({ markets }: RunState, until: number): MarketState | null {
  let next: MarketState | null = null;
  let closes = until;
  for (const market of markets) {
    if (!isActive(market)) continue;
    const closeTime = market.fills.closeTimeUtcMs[market.row] ?? Infinity;
    if (closeTime < closes || (next === null && closeTime <= closes)) {
      next = market;
      closes = closeTime;
    }
  }
  return next;
}

export function standAll(run: RunState, atUtcMs: number): void {
  for (const market of run.markets) standAt(market, atUtcMs, run.input.costs.multiple);
}
