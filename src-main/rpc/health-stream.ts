import { assert } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { SyncHealthBatch } from '#shared/contract/sync-health.ts';
import type { SyncControl } from '#main/ports/sync-control.ts';

/**
 * One subscriber's view of the synchronizer: its whole health at once, then again whenever it changed, and never before the last one was
 * acknowledged. What changes meanwhile costs nothing: the health is read when it is sent.
 */
export class HealthStream {
  readonly #sync: Pick<SyncControl, 'health' | 'subscribe'>;
  readonly #subscription: Disposable;
  #hasChanged = true;
  #isUnacknowledged = false;
  #isDisposed = false;
  #sequence = 0;
  #consumer: ((batch: SyncHealthBatch | null) => void) | null = null;

  constructor(sync: Pick<SyncControl, 'health' | 'subscribe'>) {
    this.#sync = sync;
    this.#subscription = sync.subscribe(() => {
      this.#hasChanged = true;
      this.#deliver();
    });
  }

  /** The health as soon as it has changed and the subscriber has kept up; null once the stream is disposed. */
  next(): Promise<SyncHealthBatch | null> {
    if (this.#isDisposed) return Promise.resolve(null);
    assert(this.#consumer === null, 'a stream has one consumer');
    return new Promise((resolve) => {
      this.#consumer = resolve;
      this.#deliver();
    });
  }

  /** REQUEST_INVALID for what is not under way: it was never sent, or acknowledged before. */
  acknowledge(sequence: number): Result<void, Fault> {
    if (!this.#isUnacknowledged || sequence !== this.#sequence) {
      return err(fault('REQUEST_INVALID', 'No such batch is under way; subscribe again.', { sequence }));
    }
    this.#isUnacknowledged = false;
    this.#deliver();
    return ok(undefined);
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#subscription[Symbol.dispose]();
    this.#consumer?.(null);
  }

  #deliver(): void {
    const consume = this.#consumer;
    if (consume === null || this.#isUnacknowledged || !this.#hasChanged) return;
    this.#consumer = null;
    this.#hasChanged = false;
    this.#isUnacknowledged = true;
    consume({ sequence: ++this.#sequence, health: this.#sync.health() });
  }
}
