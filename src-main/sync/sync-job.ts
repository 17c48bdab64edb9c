import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { Action, StreamProgress } from './stream-progress.ts';

/** One request for history with what is made of its answer. Of what is due the lowest urgency number goes first. */
export interface SyncJob {
  readonly progress: StreamProgress;
  readonly action: Action;
  readonly urgency: number;
  /** Answers how many records came. Throws only for a broken invariant. */
  readonly run: () => Promise<Result<number, Fault>>;
}

/** What is missed since the last time, what is looked at first, ticks, what older bars need, holes, and the long past last. */
export const urgencies = { delta: 0, recent: 1, ticks: 2, coarse: 3, repair: 4, past: 5 } as const;
