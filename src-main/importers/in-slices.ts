import { FaultError } from '#shared/base/fault.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';

/** The engine's loop waits for a slice: what is aimed at lies below the five milliseconds that it may take. */
const sliceMsWanted = 3;
/** A store that stays locked so many times in a row is another's. */
const restsMax = 20;
const recordsPerSlice = { first: 256, min: 32, max: 16_384 };

export interface Slicing {
  readonly from: number;
  readonly until: number;
  readonly clock: MonotonicClock;
  /** Lets everything else have its turn. */
  readonly nextTurn: () => Promise<void>;
  readonly signal: AbortSignal;
  /** Lets a store that is locked have time. */
  readonly rest: () => Promise<void>;
  /** Where a slice that should end at an index may end, at or behind it. */
  readonly endAt?: (wanted: number) => number;
}

/** Does work on records in slices of some milliseconds, with a turn of the loop behind each. Answers how far it came: `until`, or less where it was aborted. */
export async function inSlices(
  { from, until, clock, nextTurn, rest, signal, endAt = (wanted) => wanted }: Slicing,
  work: (from: number, to: number) => void,
): Promise<number> {
  let done = from;
  let size = recordsPerSlice.first;
  let rests = 0;
  while (done < until && !signal.aborted) {
    const to = Math.min(until, endAt(Math.min(until, done + size)));
    const startedMs = clock.nowMs();
    if (!isDone(() => work(done, to), rests < restsMax)) {
      rests += 1;
      await rest();
      continue;
    }
    rests = 0;
    size = nextSize(size, clock.nowMs() - startedMs);
    done = to;
    await nextTurn();
  }
  return done;
}

/** False where the store was locked, which passes; a slice is stored as a whole or not at all. */
function isDone(work: () => void, mayWait: boolean): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (mayWait && error instanceof FaultError && error.fault.code === 'STORE_BUSY') return false;
    throw error;
  }
}

/** At most twice as many as before: one slice that was lucky proves little. */
function nextSize(size: number, tookMs: number): number {
  const wanted = Math.floor((size * sliceMsWanted) / Math.max(tookMs, 0.01));
  return Math.max(recordsPerSlice.min, Math.min(recordsPerSlice.max, wanted, size * 2));
}
