import type { MonotonicClock } from '#main/ports/clock.ts';

/** Whoever waits for the loop waits no longer than about this. */
const sliceMs = 3;

export interface Pace {
  readonly monotonicClock: MonotonicClock;
  /** Lets whatever waits have its turn. */
  readonly nextTurn: () => Promise<void>;
}

/** To be called between two steps of long work: gives up the loop where a slice of it is over. */
export function paced({ monotonicClock, nextTurn }: Pace): () => Promise<void> {
  let sinceMs = monotonicClock.nowMs();
  return async () => {
    if (monotonicClock.nowMs() - sinceMs < sliceMs) return;
    await nextTurn();
    sinceMs = monotonicClock.nowMs();
  };
}
