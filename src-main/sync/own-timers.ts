import type { Timers } from '#main/ports/timers.ts';
import type { DurationMs } from '#shared/units/duration-ms.ts';

/**
 * The timers of one life: none of them fires after its end, and none is made. Work that waits for its turn then waits for ever, and nothing holds
 * it: it does not touch a store that may be closed already.
 */
export class OwnTimers implements Timers {
  readonly #timers: Timers;
  readonly #pending = new Set<Disposable>();
  #isOver = false;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  after(delay: DurationMs, run: () => void): Disposable {
    if (this.#isOver) return nothing;
    const timer = this.#timers.after(delay, () => {
      this.#pending.delete(timer);
      run();
    });
    return this.#keep(timer);
  }

  every(period: DurationMs, run: () => void): Disposable {
    return this.#isOver ? nothing : this.#keep(this.#timers.every(period, run));
  }

  dispose(): void {
    this.#isOver = true;
    for (const timer of this.#pending) timer[Symbol.dispose]();
    this.#pending.clear();
  }

  #keep(timer: Disposable): Disposable {
    this.#pending.add(timer);
    return {
      [Symbol.dispose]: () => {
        this.#pending.delete(timer);
        timer[Symbol.dispose]();
      },
    };
  }
}

const nothing: Disposable = { [Symbol.dispose]: () => undefined };
