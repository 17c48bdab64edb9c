import type { Fault } from '#shared/base/fault.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { MarketTables } from '../market-tables.ts';
import type { PlayedRun } from '../play-plan.ts';
import type { PlannedLane, RunPlan } from '../run-plan.ts';

/** What a worker is started with. All numbers lie in shared memory. */
export interface WorkerTerms {
  readonly markets: readonly MarketTables[];
  /** Not zero: whatever is under way is to end. */
  readonly cancelled: Int32Array;
}

/** A column of a feature in shared memory; it is filled by one worker and read by all. */
export interface SharedFeature {
  readonly market: number;
  readonly timeframe: Timeframe;
  readonly key: string;
  readonly values: Float64Array;
}

/** What a worker is told. It answers tasks with an ordinal, one at a time. */
export type WorkerTask =
  /** The feature of that key, which the lane asks for, is to be filled. */
  | { readonly kind: 'fill'; readonly ordinal: number; readonly lane: PlannedLane; readonly feature: SharedFeature }
  /** These are filled: whoever plays finds them. Takes the place of all it had before. */
  | { readonly kind: 'shelve'; readonly features: readonly SharedFeature[] }
  | { readonly kind: 'play'; readonly ordinal: number; readonly plan: RunPlan; readonly keepsOutput: boolean };

/** A run that was played, with what it was made of where that was asked for. */
export interface PoolRun extends Pick<PlayedRun, 'report' | 'notes'> {
  readonly output: PlayedRun['output'] | null;
}

export type WorkerAnswer =
  | { readonly kind: 'progress'; readonly ordinal: number; readonly doneRatio: number }
  | { readonly kind: 'filled'; readonly ordinal: number }
  | { readonly kind: 'played'; readonly ordinal: number; readonly run: PoolRun }
  | { readonly kind: 'failed'; readonly ordinal: number; readonly fault: Fault };
