import type { MonotonicClock } from '#main/ports/clock.ts';

const windowSeconds = 10;

/** Records a second, over the last ten seconds of the desk. */
export class RateMeter {
  readonly #clock: MonotonicClock;
  readonly #counts = new Map<number, number>();

  constructor(clock: MonotonicClock) {
    this.#clock = clock;
  }

  add(count: number): void {
    const second = this.#second();
    this.#counts.set(second, (this.#counts.get(second) ?? 0) + count);
    this.#forget(second);
  }

  perSecond(): number {
    this.#forget(this.#second());
    let sum = 0;
    for (const count of this.#counts.values()) sum += count;
    return sum / windowSeconds;
  }

  #second(): number {
    return Math.floor(this.#clock.nowMs() / 1000);
  }

  #forget(second: number): void {
    for (const known of this.#counts.keys()) if (known <= second - windowSeconds) this.#counts.delete(known);
  }
}
