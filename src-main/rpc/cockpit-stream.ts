import { assert, assertDefined } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { CockpitBatch, CockpitDelta } from '#shared/contract/cockpit-snapshot.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { MarketClock, WallClock } from '#main/ports/clock.ts';
import type { Cockpit } from '#main/ports/cockpit.ts';
import type { Timers } from '#main/ports/timers.ts';
import { conflationKey } from './conflation-key.ts';

export interface StreamSource {
  readonly cockpit: Pick<Cockpit, 'snapshot' | 'subscribe'>;
  readonly marketClock: MarketClock;
  readonly wallClock: WallClock;
  readonly timers: Timers;
}

/** How many batches may be under way that the window has not applied. */
export const unacknowledgedMax = 2;

/** Past this many waiting deltas the window is given a snapshot in their stead. */
export const waitingDeltasMax = 2000;

/** How long changes are gathered into one batch: forty batches a second are more than an eye can follow. */
export const batchDelayMs = durationMs(25);

/**
 * One subscriber's view of the cockpit: a snapshot, then batches of deltas, sent no faster than they are acknowledged. A batch is a
 * subsequence of what happened: a delta that is conflated leaves its place and stands where its newest version came, so a forming bar never
 * overtakes the close of the one before it. A subscriber that stands still costs a bounded queue and then nothing.
 */
export class CockpitStream {
  readonly #source: StreamSource;
  readonly #subscription: Disposable;
  readonly #waiting = new Map<string | number, CockpitDelta>();
  readonly #unacknowledged = new Set<number>();
  #isSnapshotDue = true;
  #isDisposed = false;
  #arrivals = 0;
  #sequence = 0;
  #gathering: Disposable | null = null;
  #consumer: ((batch: CockpitBatch | null) => void) | null = null;

  constructor(source: StreamSource) {
    this.#source = source;
    this.#subscription = source.cockpit.subscribe((delta) => {
      this.#receive(delta);
    });
  }

  /** The next batch as soon as there is something to send and the subscriber has kept up; null once the stream is disposed. */
  next(): Promise<CockpitBatch | null> {
    if (this.#isDisposed) return Promise.resolve(null);
    assert(this.#consumer === null, 'a stream has one consumer');
    return new Promise((resolve) => {
      this.#consumer = resolve;
      this.#schedule();
    });
  }

  /** REQUEST_INVALID for a batch that is not under way: it was never sent, or acknowledged before. */
  acknowledge(sequence: number): Result<void, Fault> {
    if (!this.#unacknowledged.delete(sequence)) {
      return err(fault('REQUEST_INVALID', 'No such batch is under way; subscribe again.', { sequence }));
    }
    this.#schedule();
    return ok(undefined);
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#subscription[Symbol.dispose]();
    this.#gathering?.[Symbol.dispose]();
    this.#waiting.clear();
    this.#consumer?.(null);
  }

  #receive(delta: CockpitDelta): void {
    // The snapshot is taken when it is sent and will hold this change already.
    if (this.#isSnapshotDue) return;
    const key = conflationKey(delta) ?? this.#arrivals++;
    this.#waiting.delete(key);
    this.#waiting.set(key, delta);
    if (this.#waiting.size > waitingDeltasMax) {
      this.#waiting.clear();
      this.#isSnapshotDue = true;
    }
    this.#schedule();
  }

  #schedule(): void {
    if (this.#consumer === null || this.#gathering !== null) return;
    if (this.#unacknowledged.size >= unacknowledgedMax) return;
    if (!this.#isSnapshotDue && this.#waiting.size === 0) return;
    if (this.#sequence === 0) {
      this.#deliver();
      return;
    }
    this.#gathering = this.#source.timers.after(batchDelayMs, () => {
      this.#gathering = null;
      this.#deliver();
    });
  }

  #deliver(): void {
    const consume = assertDefined(this.#consumer, 'a batch is made only for somebody who waits for it');
    this.#consumer = null;
    const sequence = ++this.#sequence;
    this.#unacknowledged.add(sequence);
    consume(this.#batch(sequence));
  }

  #batch(sequence: number): CockpitBatch {
    const { cockpit, marketClock, wallClock } = this.#source;
    const sentAtUtcMs = wallClock.nowUtcMs();
    if (this.#isSnapshotDue) {
      this.#isSnapshotDue = false;
      return { kind: 'snapshot', sequence, sentAtUtcMs, snapshot: cockpit.snapshot() };
    }
    const deltas = [...this.#waiting.values()];
    this.#waiting.clear();
    return { kind: 'deltas', sequence, sentAtUtcMs, marketUtcMs: marketClock.nowUtcMs(), deltas };
  }
}
