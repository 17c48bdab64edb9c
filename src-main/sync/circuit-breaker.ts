import type { SyncHealth } from '#shared/contract/sync-health.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Rng } from '#main/ports/rng.ts';
import { backOff } from '#shared/units/back-off.ts';

/** So many requests in a row that brought no answer open the circuit. */
export const failuresMax = 5;

const openBounds = { firstMs: 15_000, longestMs: 300_000 };

/**
 * Keeps a history service that does not answer from being asked again and again. `open`: it is not asked; `halfOpen`: one request may try; an
 * answer, also a refusal, closes the circuit.
 */
export class CircuitBreaker {
  readonly #clock: MonotonicClock;
  readonly #rng: Rng;
  #failures = 0;
  #openings = 0;
  #openUntilMs: number | null = null;

  constructor({ clock, rng }: { readonly clock: MonotonicClock; readonly rng: Rng }) {
    this.#clock = clock;
    this.#rng = rng;
  }

  get state(): SyncHealth['circuit'] {
    if (this.#openUntilMs === null) return 'closed';
    return this.#clock.nowMs() < this.#openUntilMs ? 'open' : 'halfOpen';
  }

  /** Zero where it may be asked now. */
  get opensInMs(): number {
    return Math.max(0, (this.#openUntilMs ?? 0) - this.#clock.nowMs());
  }

  answered(): void {
    this.#failures = 0;
    this.#openings = 0;
    this.#openUntilMs = null;
  }

  failed(): void {
    this.#failures += 1;
    if (this.#failures < failuresMax && this.#openUntilMs === null) return;
    this.#openings += 1;
    this.#openUntilMs = this.#clock.nowMs() + backOff(openBounds, this.#openings, this.#rng);
  }

  /** A person, or a new session, wants it tried now. */
  tryNow(): void {
    if (this.#openUntilMs !== null) this.#openUntilMs = this.#clock.nowMs();
  }
}
