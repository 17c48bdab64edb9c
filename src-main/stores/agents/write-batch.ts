import { FaultError, type Fault } from '#shared/base/fault.ts';
import { durationMs, type DurationMs } from '#shared/units/duration-ms.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { WritableDb } from '../sqlite/readable-db.ts';

/** What is told of runs rests so long, so that many steps are one commit and none of them waits for the disk. */
const restMs = durationMs(100);
/** Between two commits where more waits than one takes: many runs at once are written soon, and the loop has its turns. */
const betweenMs = durationMs(20);
/** In one commit: the loop waits for it. */
const batchMax = 64;
/** More is not kept: a disk that takes nothing must not fill the memory. */
const waitingMax = 20_000;

type Write = (db: WritableDb) => void;

/** Writes later, in order, and never throws: what the disk refuses is told once and lost. */
export class WriteBatch implements Disposable {
  readonly #db: WritableDb;
  readonly #parts: { readonly timers: Timers; readonly logger: Logger; readonly onFault: (fault: Fault) => void };
  readonly #writes: Write[] = [];
  #timer: Disposable | null = null;
  #isRefused = false;

  constructor(
    db: WritableDb,
    parts: { readonly timers: Timers; readonly logger: Logger; readonly onFault: (fault: Fault) => void },
  ) {
    this.#db = db;
    this.#parts = parts;
  }

  add(write: Write): void {
    if (this.#writes.length >= waitingMax) return;
    this.#writes.push(write);
    this.#wake(restMs);
  }

  /** At once, for who reads what was just written. */
  flush(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
    while (this.#writes.length > 0) this.#commit(this.#writes.splice(0, batchMax));
  }

  [Symbol.dispose](): void {
    this.flush();
  }

  #wake(afterMs: DurationMs): void {
    this.#timer ??= this.#parts.timers.after(afterMs, () => {
      this.#timer = null;
      this.#commit(this.#writes.splice(0, batchMax));
      if (this.#writes.length > 0) this.#wake(betweenMs);
    });
  }

  #commit(writes: readonly Write[]): void {
    try {
      this.#db.transaction(() => {
        for (const write of writes) write(this.#db);
      });
      this.#isRefused = false;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#parts.onFault(error.fault);
      if (!this.#isRefused) this.#parts.logger.warn('what agents say is not kept', { ...error.fault.facts });
      this.#isRefused = true;
    }
  }
}
