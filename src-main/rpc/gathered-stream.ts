import { assert, assertDefined } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { Timers } from '#main/ports/timers.ts';

/** How many batches may be under way that the window has not applied. */
export const unacknowledgedMax = 2;

/** How long changes are gathered into one batch: forty batches a second are more than an eye can follow. */
export const batchDelayMs = durationMs(25);

/** What waits to be sent to one subscriber. */
export interface WaitingChanges<Change> {
  /** False where it would pass the bound: what waits is then worth less than a beginning again. */
  readonly add: (change: Change) => boolean;
  readonly isEmpty: () => boolean;
  /** In order, and none is left. */
  readonly takeAll: () => readonly Change[];
}

export interface GatheredSource<Change, Batch> {
  readonly subscribe: (listener: (change: Change) => void) => Disposable;
  readonly waiting: WaitingChanges<Change>;
  /** The whole as it stands when it is sent. */
  readonly whole: (sequence: number) => Batch;
  readonly changes: (sequence: number, changes: readonly Change[]) => Batch;
  readonly timers: Timers;
}

/**
 * One subscriber's view of something that changes: the whole, then batches of changes, sent no faster than they are acknowledged. A subscriber that stands
 * still costs a bounded queue and then nothing: past the bound the next batch is the whole again.
 */
export class GatheredStream<Change, Batch> {
  readonly #source: GatheredSource<Change, Batch>;
  readonly #subscription: Disposable;
  readonly #unacknowledged = new Set<number>();
  #isWholeDue = true;
  #isDisposed = false;
  #sequence = 0;
  #gathering: Disposable | null = null;
  #consumer: ((batch: Batch | null) => void) | null = null;

  constructor(source: GatheredSource<Change, Batch>) {
    this.#source = source;
    this.#subscription = source.subscribe((change) => {
      this.#receive(change);
    });
  }

  /** The next batch as soon as there is something to send and the subscriber has kept up; null once the stream is disposed. */
  next(): Promise<Batch | null> {
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
    this.#source.waiting.takeAll();
    this.#consumer?.(null);
  }

  #receive(change: Change): void {
    // The whole is read when it is sent and will hold this change already.
    if (this.#isWholeDue) return;
    if (!this.#source.waiting.add(change)) {
      this.#source.waiting.takeAll();
      this.#isWholeDue = true;
    }
    this.#schedule();
  }

  #schedule(): void {
    if (this.#consumer === null || this.#gathering !== null) return;
    if (this.#unacknowledged.size >= unacknowledgedMax) return;
    if (!this.#isWholeDue && this.#source.waiting.isEmpty()) return;
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

  #batch(sequence: number): Batch {
    const { whole, changes, waiting } = this.#source;
    if (!this.#isWholeDue) return changes(sequence, waiting.takeAll());
    this.#isWholeDue = false;
    return whole(sequence);
  }
}
