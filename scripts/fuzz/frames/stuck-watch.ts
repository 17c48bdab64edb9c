import type { Target } from './shard.ts';

export interface Position {
  readonly index: number;
  readonly target: Target;
}

/** A thread that stays at one input for so long will never leave it. */
export const stuckMsMax = 20_000;

/** Tells when a thread does not move on. While it waits for the adviser's process it may: that has a limit of its own. */
export class StuckWatch {
  #lastIndex = -1;
  #sinceMs = 0;

  isStuckAt({ index, target }: Position, nowMs: number): boolean {
    if (index !== this.#lastIndex || target === 'adviser') {
      this.#lastIndex = index;
      this.#sinceMs = nowMs;
    }
    return nowMs - this.#sinceMs >= stuckMsMax;
  }
}
