import { Worker } from 'node:worker_threads';
import { assertNever } from '#shared/base/assert.ts';
import type { Logger } from '#main/ports/logger.ts';

/** What the keeper's thread is given: the file, whether to look through it first, and the phase that both share. */
export interface KeeperTask {
  readonly file: string;
  readonly checksFile: boolean;
  readonly phase: Int32Array<SharedArrayBuffer>;
}

/** What the keeper's thread says. */
export type KeeperWord =
  { readonly kind: 'checked'; readonly problem: string | null } | { readonly kind: 'refused'; readonly reason: string };

/** Index 0 of the shared phase. A keeper that is told to stop before it keeps never opens the file. */
export const keeperPhase = { starting: 0, keeping: 1, stopping: 2, stopped: 3 } as const;

export interface Keeping extends Pick<KeeperTask, 'file' | 'checksFile'> {
  /** The program of the thread. */
  readonly entry: URL;
  readonly logger: Logger;
  /** The file was looked through: what is wrong with it, or null. */
  readonly onChecked: (problem: string | null) => void;
  /** The thread is gone, and the writer has to make its own checkpoints. */
  readonly onGone: () => void;
}

/** A checkpoint or a check that is under way is waited for so long; then the write-ahead log stays beside the file until the next start. */
const stopPatienceMs = 2000;

/**
 * A thread with a connection of its own that moves the write-ahead log into the file, so that the writer's loop waits for no disk, and that
 * looks through a file which was not closed. Disposing waits for it: at rest the file stands alone.
 */
export class StoreKeeper implements Disposable {
  readonly #phase = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #worker: Worker;
  #isDisposed = false;

  constructor({ entry, file, checksFile, logger, onChecked, onGone }: Keeping) {
    const task: KeeperTask = { file, checksFile, phase: this.#phase };
    this.#worker = new Worker(entry, { workerData: task, execArgv: [] });
    this.#worker.unref();
    this.#worker.on('message', (word: KeeperWord) => {
      switch (word.kind) {
        case 'checked':
          onChecked(word.problem);
          break;
        case 'refused':
          logger.warn('the write-ahead log could not be moved into its store', { file, reason: word.reason });
          break;
        default:
          assertNever(word, 'word of the keeper');
      }
    });
    this.#worker.on('error', (error) => {
      if (this.#isDisposed) return;
      logger.error('the keeper of a store has ended; the writer makes the checkpoints', error, { file });
      onGone();
    });
  }

  [Symbol.dispose](): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    const { keeping, stopping } = keeperPhase;
    const before = Atomics.exchange(this.#phase, 0, stopping);
    Atomics.notify(this.#phase, 0);
    if (before === keeping) Atomics.wait(this.#phase, 0, stopping, stopPatienceMs);
  }
}
