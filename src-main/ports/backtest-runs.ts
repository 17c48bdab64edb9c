import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { RunProgress, RunRecord, RunWish } from '#shared/contract/backtest.ts';

/** Runs over stored data, and the records that they leave. */
export interface BacktestRuns {
  /** Ends with `finished` or `failed`. Aborting ends it with RUN_CANCELLED, and nothing is left of it. */
  readonly run: (wish: RunWish, watch: { readonly signal: AbortSignal }) => AsyncIterable<RunProgress>;
  /** Newest first. */
  readonly list: () => readonly Pick<RunRecord, 'runId' | 'finishedAtUtcMs' | 'wish'>[];
  readonly read: (runId: string) => Result<RunRecord, Fault>;
}
