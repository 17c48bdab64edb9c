import { notePoint } from './equity-curve.ts';
import { bookCash, passMidnight } from './run-day.ts';
import { playRow } from './play-row.ts';
import { noFill, type MarketState, type RunState } from './run-state.ts';
import { isActive } from './see-row.ts';

/**
 * Plays everything that comes before a decision at a moment: rows that close at or before `rowsUntil` of markets in which something is open or due,
 * by closing time, then by market; between them midnights and cash at or before `datesUntil`, after the rows that close with them.
 */
export function playRows(run: RunState, rowsUntil: number, datesUntil: number): void {
  for (;;) {
    const date = nextDateOf(run);
    const until = Math.min(rowsUntil, date);
    for (let market = nextMarket(run, until); market !== null; market = nextMarket(run, until)) {
      noteFills(run, nextCloseOf(market));
      playRow(run, market);
    }
    noteFills(run, Infinity);
    if (date > datesUntil) return;
    if (date === run.day.endUtcMs) passMidnight(run);
    else bookCash(run);
  }
}

/** The next midnight or cash. */
export const nextDateOf = ({ day, input, cashIndex }: RunState): number =>
  Math.min(day.endUtcMs, input.cash[cashIndex]?.atUtcMs ?? Infinity);

const nextCloseOf = ({ fills, row }: MarketState): number => fills.closeTimeUtcMs[row] ?? Infinity;

/** A point for the rows that something was filled in, once all that close together are played. */
function noteFills(run: RunState, nextCloses: number): void {
  const { book } = run;
  if (book.filledAtUtcMs >= nextCloses || book.filledAtUtcMs === noFill) return;
  notePoint(run, book.filledAtUtcMs);
  book.filledAtUtcMs = noFill;
}

/** The active market whose next row closes first, at or before a moment. */
function nextMarket({ markets }: RunState, until: number): MarketState | null {
  let next: MarketState | null = null;
  let closes = until;
  for (const market of markets) {
    if (!isActive(market)) continue;
    const closeTime = nextCloseOf(market);
    if (closeTime < closes || (next === null && closeTime <= closes)) {
      next = market;
      closes = closeTime;
    }
  }
  return next;
}
