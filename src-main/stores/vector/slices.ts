import type { MonotonicClock } from '#main/ports/clock.ts';

/** The engine's loop waits for a slice: what is aimed at lies below the four milliseconds that it may take, as two may follow each other. */
const sliceMsWanted = 2;

export interface TurnsOfTheLoop {
  readonly monotonicClock: MonotonicClock;
  /** Lets everything else have its turn. */
  readonly nextTurn: () => Promise<void>;
}

/** Work that asks now and then whether its time is over, and then lets the loop turn. The time of who reads along counts too. */
export interface Slices {
  readonly isOver: () => boolean;
  readonly turn: () => Promise<void>;
}

export function beginSlices({ monotonicClock, nextTurn }: TurnsOfTheLoop): Slices {
  let startedMs: number = monotonicClock.nowMs();
  return {
    isOver: () => monotonicClock.nowMs() - startedMs >= sliceMsWanted,
    turn: async () => {
      await nextTurn();
      startedMs = monotonicClock.nowMs();
    },
  };
}
