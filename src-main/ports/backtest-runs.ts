import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { RunProgress, RunRecord, RunWishSaid } from '#shared/contract/backtest.ts';

/** A wish as it comes from the command line or the window: what it leaves out is as settings and stored bars have it; costs are given as a whole. */
export type BacktestWish = Omit<RunWishSaid, 'symbols'> & { readonly symbols?: readonly string[] };

export interface BacktestWatch {
  readonly onProgress: (progress: RunProgress) => void;
  /** Aborted, the run ends with RUN_CANCELLED, and nothing is left of it. */
  readonly signal: AbortSignal;
}

export interface BacktestOptions extends BacktestWatch {
  /** Threads that play; null: one for each run that a wish takes, at most as many as the machine has cores. */
  readonly workers: number | null;
}

/** Runs over stored data, and the records that they leave. */
export interface BacktestRuns {
  /** Faults of parameters, settings, data and stores, and STORE_FULL: whatever fails leaves nothing behind. */
  readonly run: (wish: BacktestWish, options: BacktestOptions) => Promise<Result<RunRecord, Fault>>;
  /** Runs the wish of a record again on its own terms; nothing is kept. RUN_DIFFERS names what is not as it was. */
  readonly repeat: (runId: string, options: BacktestOptions) => Promise<Result<RunRecord, Fault>>;
  /** By its id, or `latest`. RUN_UNKNOWN, RUN_DAMAGED. */
  readonly read: (runId: string) => Result<RunRecord, Fault>;
  /** Newest first. */
  readonly ids: () => readonly string[];
}
