import type { MonotonicClock } from '#main/ports/clock.ts';

/** The engine's loop waits for a slice: what is aimed at lies below the five milliseconds that it may take. */
const sliceMsWanted = 3;
const recordsPerSlice = { first: 256, min: 32, max: 16_384 };

export interface Slicing {
  readonly from: number;
  readonly until: number;
  readonly clock: MonotonicClock;
  /** Lets everything else have its turn. */
  readonly nextTurn: () => Promise<void>;
  readonly signal: AbortSignal;
  /** Where a slice that should end at an index may end, at or behind it. */
  readonly endAt?: (wanted: number) => number;
}

/** Does work on records in slices of some milliseconds, with a turn of the loop behind each. Answers how far it came: `until`, or less where it was aborted. */
export async function inSlices(
  { from, until, clock, nextTurn, signal, endAt = (wanted) => wanted }: Slicing,
  work: (from: number, to: number) => void,
): Promise<number> {
  let done = from;
  let size = recordsPerSlice.first;
  while (done < until && !signal.aborted) {
    const to = Math.min(until, endAt(Math.min(until, done + size)));
    const startedMs = clock.nowMs();
    work(done, to);
    size = nextSize(size, clock.nowMs() - startedMs);
    done = to;
    await nextTurn();
  }
  return done;
}

/** At most twice as many as before: one slice that was lucky proves little. */
function nextSize(size: number, tookMs: number): number {
  const wanted = Math.floor((size * sliceMsWanted) / Math.max(tookMs, 0.01));
  return Math.max(recordsPerSlice.min, Math.min(recordsPerSlice.max, wanted, size * 2));
}
