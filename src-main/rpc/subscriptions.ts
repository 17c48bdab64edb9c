import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';

/** A window needs one; more only while it subscribes again. */
const subscriptionsMax = 8;

/** A stream that waits until its subscriber has applied what was sent. */
export interface AcknowledgedStream {
  readonly acknowledge: (sequence: number) => Result<void, Fault>;
  readonly dispose: () => void;
}

/** The streams of one kind of one peer by the ids that it chose: nobody acknowledges another's batches, and all end with the peer. */
export class Subscriptions<Stream extends AcknowledgedStream> {
  readonly #start: () => Stream;
  readonly #streams = new Map<string, Stream>();
  #isDisposed = false;

  constructor(start: () => Stream) {
    this.#start = start;
  }

  /** REQUEST_INVALID for an id that is in use, for too many at once, and for a peer that has gone: its last requests may still be on their way. */
  open(id: string): Result<Stream, Fault> {
    if (this.#isDisposed) return err(fault('REQUEST_INVALID', 'The connection has ended.', { id }));
    if (this.#streams.has(id)) return err(fault('REQUEST_INVALID', 'This subscription is open already.', { id }));
    if (this.#streams.size >= subscriptionsMax) {
      return err(fault('REQUEST_INVALID', 'Too many subscriptions are open; end one first.', { subscriptionsMax }));
    }
    const stream = this.#start();
    this.#streams.set(id, stream);
    return ok(stream);
  }

  acknowledge(id: string, sequence: number): Result<void, Fault> {
    const stream = this.#streams.get(id);
    return stream === undefined
      ? err(fault('REQUEST_INVALID', 'No such subscription is open; subscribe again.', { id }))
      : stream.acknowledge(sequence);
  }

  close(id: string): void {
    this.#streams.get(id)?.dispose();
    this.#streams.delete(id);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const stream of this.#streams.values()) stream.dispose();
    this.#streams.clear();
  }
}
