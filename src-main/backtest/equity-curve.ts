import { ownEquity } from './account-book.ts';
import type { RunState } from './run-state.ts';

/** A point of the curve: equity and balance as they stand. */
export function notePoint(run: RunState, atUtcMs: number): void {
  const { timeUtcMs, equity, balance } = run.book.curve;
  timeUtcMs.push(atUtcMs);
  equity.push(ownEquity(run));
  balance.push(run.balance);
}
